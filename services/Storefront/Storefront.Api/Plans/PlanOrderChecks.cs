using Microsoft.EntityFrameworkCore;
using Primitives;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Plans;

/// <summary>What every order for a reseller plan must keep, from whichever door it comes.</summary>
internal static class PlanOrderChecks
{
    private static readonly Refusal OpenOrder = new("plan_order_open", "An order for a reseller plan of this partner is under way already.");

    private static readonly Refusal OtherSubscription = new(
        "upgrade_not_offered", "This is not the subscription that the partner's plan is charged by.", RefusalKind.Unprocessable);

    /// <summary>Null where nothing is in the order's way, or it is for no plan, or the partner was given the plan by hand before.</summary>
    public static async Task<Refusal?> RefusePlan(this StorefrontDb db, NewOrder wanted, ConnectionRow connection, CancellationToken cancellationToken)
    {
        if (wanted.IsPlanGiven || wanted.Lines.FirstOrDefault(line => line.IsPlanOrder) is not { ResellerPlan: { } plan } line)
        {
            return null;
        }

        var partner = await db.PlanPartnerOf(connection, cancellationToken);
        return PlanOrderRules.CheckMove(partner, line.ProductId, plan, wanted.PlacedBy)
            ?? (partner.Held is null || line.Action == LineAction.Upgrade ? null : PlanOrderRules.AlreadySubscribed)
            ?? (line.SubscriptionId == partner.Held?.SubscriptionId ? null : OtherSubscription)
            ?? (await db.OpenPlanOrderOf(connection.Id, cancellationToken) is null ? null : OpenOrder)
            ?? await db.RefuseAlias(partner, plan, wanted.Alias, connection, cancellationToken);
    }

    /// <summary>Whether the partner's storefront can be called so, as far as is known here: of two who ask at once, Orgs gives it to one.</summary>
    private static async Task<Refusal?> RefuseAlias(
        this StorefrontDb db, PlanPartner partner, ResellerPlan plan, string? alias, ConnectionRow connection, CancellationToken cancellationToken)
    {
        if (PlanOrderRules.CheckAlias(partner, plan, alias) is { } wrong)
        {
            return wrong;
        }

        if (alias is null || !await db.Sellers.AnyAsync(row => row.Alias == alias && row.Id != connection.BuyerId, cancellationToken))
        {
            return null;
        }

        var candidates = AliasSuggestions.Candidates(alias, connection.BuyerName);
        var taken = await db.Sellers.Where(row => row.Alias != null && candidates.Contains(row.Alias)).Select(row => row.Alias!).ToHashSetAsync(cancellationToken);
        return PlanOrderRules.AliasTaken with { Suggestions = AliasSuggestions.Among(candidates, taken) };
    }
}
