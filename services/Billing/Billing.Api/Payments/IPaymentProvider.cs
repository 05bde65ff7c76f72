using Primitives;

namespace Billing.Api.Payments;

/// <summary>
/// The seam to whoever takes cards. The buyer's browser gives the card to the provider and gets a token; this service sees tokens only. Several charges are
/// asked for at once.
/// </summary>
public interface IPaymentProvider
{
    /// <summary>What a person may see of the card behind a token; null where the token is none of this provider's.</summary>
    Task<CardFace?> Describe(string token, CancellationToken cancellationToken);

    /// <summary>Takes money from a card.</summary>
    /// <param name="idempotencyKey">Asked again with the same key, the provider answers the same and takes nothing more.</param>
    Task<ProviderAnswer> Charge(string token, Money amount, string idempotencyKey, CancellationToken cancellationToken);

    /// <summary>What became of a charge that its owner had to confirm.</summary>
    /// <param name="reference">From the charge's answer.</param>
    Task<ProviderAnswer> Confirm(string reference, CancellationToken cancellationToken);
}

/// <param name="LastFour">The last four digits of its number.</param>
public sealed record CardFace(string Brand, string LastFour);

/// <param name="Reference">The provider's own, for the charge.</param>
/// <param name="DeclineCode">Why not, where it failed.</param>
public sealed record ProviderAnswer(ChargeOutcome Outcome, string Reference, string? DeclineCode = null);

public enum ChargeOutcome
{
    Succeeded,
    Failed,

    /// <summary>The card's owner has to confirm it with its bank first.</summary>
    NeedsConfirmation,
}
