using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Primitives;

namespace Billing.Api.Payments;

/// <summary>
/// The built-in provider. It moves no money: each of its cards always behaves in the one way that its token says. Its references follow from the key, so
/// that it answers a repeated charge alike without remembering anything.
/// </summary>
internal sealed class TestPaymentProvider : IPaymentProvider
{
    private const string FirstTry = ":1";
    private const string PlainCharge = "test-charge-";
    private const string ConfirmedCharge = "test-confirmed-";
    private const string Refused = "declined";

    private static readonly FrozenDictionary<string, TestCard> Cards = new Dictionary<string, TestCard>(StringComparer.Ordinal)
    {
        ["test_visa"] = new(new CardFace("Visa", "4242"), _ => ChargeOutcome.Succeeded),
        ["test_mastercard"] = new(new CardFace("Mastercard", "4444"), _ => ChargeOutcome.Succeeded),
        ["test_declined"] = new(new CardFace("Visa", "0002"), _ => ChargeOutcome.Failed),
        ["test_declined_once"] = new(
            new CardFace("Visa", "0341"), key => key.EndsWith(FirstTry, StringComparison.Ordinal) ? ChargeOutcome.Failed : ChargeOutcome.Succeeded),
        ["test_confirm"] = new(new CardFace("Visa", "3220"), _ => ChargeOutcome.NeedsConfirmation, ConfirmedCharge),
        ["test_confirm_declined"] = new(new CardFace("Visa", "3063"), _ => ChargeOutcome.NeedsConfirmation),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public Task<CardFace?> Describe(string token, CancellationToken cancellationToken) => Task.FromResult(Cards.GetValueOrDefault(token)?.Face);

    public Task<ProviderAnswer> Charge(string token, Money amount, string idempotencyKey, CancellationToken cancellationToken)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(idempotencyKey)))[..24];
        return Task.FromResult(Cards.TryGetValue(token, out var card)
            ? Answer(card.Behaves(idempotencyKey), $"{card.ReferencePrefix}{digest}")
            : Answer(ChargeOutcome.Failed, $"{PlainCharge}{digest}"));
    }

    public Task<ProviderAnswer> Confirm(string reference, CancellationToken cancellationToken) =>
        Task.FromResult(Answer(reference.StartsWith(ConfirmedCharge, StringComparison.Ordinal) ? ChargeOutcome.Succeeded : ChargeOutcome.Failed, reference));

    private static ProviderAnswer Answer(ChargeOutcome outcome, string reference) => new(outcome, reference, outcome == ChargeOutcome.Failed ? Refused : null);

    private sealed record TestCard(CardFace Face, Func<string, ChargeOutcome> Behaves, string ReferencePrefix = PlainCharge);
}
