using Primitives;

namespace Orgs.Domain.Aliases;

/// <summary>Who has an alias.</summary>
/// <param name="ReservedUntil">In the realm's time, when it becomes free; null while it is in use.</param>
public sealed record AliasHolding(Guid OrganizationId, DateTimeOffset? ReservedUntil);

public static class AliasHoldings
{
    /// <summary>The same for an alias in use and one that is kept for its former holder: who asks need not know which.</summary>
    public static readonly Refusal Taken = new(
        "alias_taken", "Somebody else has this alias.", Errors: [new FieldError("alias", "alias_taken", "Somebody else has this alias.")]);

    /// <summary>Whether a partner can have an alias that is held so, or by nobody (null).</summary>
    /// <returns>Refused with <c>alias_taken</c>.</returns>
    public static Result<AliasHolding> Claim(AliasHolding? held, Guid organizationId, DateTimeOffset now)
    {
        var isFree = held is null || held.OrganizationId == organizationId || held.ReservedUntil <= now;
        return isFree ? new AliasHolding(organizationId, ReservedUntil: null) : Taken;
    }

    /// <summary>Kept for its holder for a while.</summary>
    public static AliasHolding Reserve(Guid organizationId, DateTimeOffset now) => new(organizationId, now + AliasRules.Reservation);
}
