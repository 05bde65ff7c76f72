using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.ResellerPlans;
using Orgs.Api.Storage;
using ServiceDefaults.Web;

namespace Orgs.Api.Aliases;

/// <param name="Code">Why it is not available: <c>alias_malformed</c>, <c>alias_reserved_word</c> or <c>alias_taken</c>; null if it is.</param>
/// <param name="Suggestions">Some that are available; none where the alias itself is.</param>
internal sealed record AliasAvailabilityView(string Alias, bool IsAvailable, string? Code, IReadOnlyList<string> Suggestions);

internal static class CheckAlias
{
    /// <summary>Whether the caller's organisation or a child of it, a partner, could have an alias now. Nothing is kept for it by asking.</summary>
    public static async Task<Results<Ok<AliasAvailabilityView>, ProblemHttpResult>> Handle(
        Guid id, string alias, OrgsDb db, ShopAliases aliases, CancellationToken cancellationToken)
    {
        var organization = await db.Organizations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (organization is null)
        {
            return Problems.NotFound("organization");
        }

        if (organization.Plan is null)
        {
            return Problems.Of(PlanImpacts.PartnersOnly);
        }

        var refusal = await aliases.CheckAsync(organization, alias, cancellationToken);
        IReadOnlyList<string> suggestions = refusal is null ? [] : await aliases.SuggestAsync(organization, alias, cancellationToken);
        return TypedResults.Ok(new AliasAvailabilityView(alias, refusal is null, refusal?.Code, suggestions));
    }
}
