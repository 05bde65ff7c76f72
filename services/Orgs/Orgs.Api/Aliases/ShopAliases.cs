using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using Orgs.Domain.Aliases;
using Primitives;
using ServiceDefaults.Time;
using ServiceDefaults.Web;

namespace Orgs.Api.Aliases;

/// <summary>Gives aliases to partners and takes them back. The callers save.</summary>
internal sealed class ShopAliases(OrgsDb db, RealmClock clock)
{
    /// <summary>Puts an alias into use. Needs a transaction: whoever asks for the same one waits for its end.</summary>
    /// <returns>Why not; null when it is the partner's now.</returns>
    public async Task<Refusal?> ClaimAsync(Organization partner, string alias, CancellationToken cancellationToken)
    {
        if (AliasName.Check(alias) is { } wrong)
        {
            return Refusal.Invalid(wrong.Field, wrong.Code, wrong.Detail);
        }

        await db.Database.LockAsync($"alias {partner.RealmId} {alias}", cancellationToken);
        var row = await db.ShopAliases.SingleOrDefaultAsync(held => held.Alias == alias, cancellationToken);
        if (AliasHoldings.Claim(Holding(row), partner.Id, clock.Now).IsRefused(out var refusal, out _))
        {
            return refusal;
        }

        if (row is null)
        {
            db.ShopAliases.Add(new ShopAlias { RealmId = partner.RealmId, Alias = alias, OrganizationId = partner.Id });
        }
        else
        {
            row.OrganizationId = partner.Id;
            row.ReservedUntil = null;
            db.Unschedule<FreeAlias>(alias);
        }

        partner.Alias = alias;
        return null;
    }

    /// <summary>Takes the alias out of use, if there is one, and keeps it for its holder for a while.</summary>
    public async Task ReserveAsync(Organization partner, CancellationToken cancellationToken)
    {
        if (partner.Alias is not { } alias)
        {
            return;
        }

        var row = await db.ShopAliases.SingleAsync(held => held.Alias == alias, cancellationToken);
        row.ReservedUntil = AliasHoldings.Reserve(partner.Id, clock.Now).ReservedUntil;
        db.Schedule<FreeAlias>(alias, row.ReservedUntil.GetValueOrDefault());
        partner.Alias = null;
    }

    /// <summary>Whether the partner could have an alias now: null, or why not.</summary>
    public async Task<Refusal?> CheckAsync(Organization partner, string alias, CancellationToken cancellationToken)
    {
        if (AliasName.Check(alias) is { } wrong)
        {
            return Refusal.Invalid(wrong.Field, wrong.Code, wrong.Detail);
        }

        var row = await db.ShopAliases.AsNoTracking().SingleOrDefaultAsync(held => held.Alias == alias, cancellationToken);
        return AliasHoldings.Claim(Holding(row), partner.Id, clock.Now).Refusal;
    }

    /// <summary>What the partner could ask for instead: what is kept for it first.</summary>
    public async Task<IReadOnlyList<string>> SuggestAsync(Organization partner, string? wanted, CancellationToken cancellationToken)
    {
        var kept = await db.ShopAliases
            .Where(held => held.OrganizationId == partner.Id && held.ReservedUntil > clock.Now && held.Alias != wanted)
            .OrderByDescending(held => held.ReservedUntil)
            .Select(held => held.Alias)
            .ToListAsync(cancellationToken);
        var candidates = AliasSuggestions.Candidates(wanted, partner.Name).Except(kept, StringComparer.Ordinal).ToList();
        var taken = await db.ShopAliases.Where(held => candidates.Contains(held.Alias)).Select(held => held.Alias).ToHashSetAsync(cancellationToken);
        return AliasSuggestions.Among([.. kept, .. candidates], taken);
    }

    /// <summary>Whether another alias could be the answer to a refusal.</summary>
    public static bool IsAboutAlias(Refusal refusal) => refusal.Errors is [{ Field: "alias" }, ..];

    /// <summary>A refusal of an alias, with what could be asked for instead.</summary>
    public async Task<ProblemHttpResult> ProblemAsync(Refusal refusal, Organization partner, string? wanted, CancellationToken cancellationToken) =>
        Problems.Of(refusal with { Suggestions = await SuggestAsync(partner, wanted, cancellationToken) });

    private static AliasHolding? Holding(ShopAlias? row) => row is null ? null : new AliasHolding(row.OrganizationId, row.ReservedUntil);
}
