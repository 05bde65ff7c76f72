using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Subscriptions;

/// <summary>Which subscriptions are wanted. Bind it with <c>[AsParameters]</c>.</summary>
internal sealed record SubscriptionFilter([property: Description("Repeat it for several.")] OneOf<SubscriptionStatus>[]? Status);

/// <summary>What the caller's organisation has bought, from all its sellers. Newest first.</summary>
internal static class ListSubscriptions
{
    public static async Task<Ok<Page<SubscriptionView>>> Handle(
        [AsParameters] SubscriptionFilter filter, [AsParameters] PageQuery page, Caller caller, StorefrontDb db, CancellationToken cancellationToken)
    {
        var bought = db.Subscriptions.AsNoTracking().Where(row => row.BuyerId == caller.OrganizationId);
        if (filter.Status is { Length: > 0 })
        {
            var statuses = filter.Status.Select(named => named.Value).ToList();
            bought = bought.Where(row => statuses.Contains(row.Status));
        }

        var found = await bought.ToPageAsync(page, row => row.Id, SubscriptionFacts.From(db), cancellationToken);
        return TypedResults.Ok(new Page<SubscriptionView>([.. found.Items.Select(facts => facts.ToView())], found.NextCursor));
    }
}
