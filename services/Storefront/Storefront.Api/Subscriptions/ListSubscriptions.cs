using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Storage;

namespace Storefront.Api.Subscriptions;

/// <summary>What the caller's organisation has bought from all its sellers, or sold to all its customers, each with its add-ons.</summary>
internal static class ListSubscriptions
{
    public static async Task<Results<Ok<Page<SubscriptionView>>, ProblemHttpResult>> Handle(
        [AsParameters] SubscriptionFilter filter,
        [AsParameters] SubscriptionOrder order,
        [AsParameters] PageQuery page,
        Caller caller,
        StorefrontDb db,
        SubscriptionReader reader,
        CancellationToken cancellationToken)
    {
        if (filter.On(db, caller).IsRefused(out var refusal, out var wanted)
            || Keyset.LimitOf(page).IsRefused(out refusal, out var limit)
            || order.Page(wanted.Rows, limit, page.Cursor).IsRefused(out refusal, out var rows))
        {
            return Problems.Of(refusal);
        }

        var found = await reader.Views(rows.Rows, caller, cancellationToken);
        return TypedResults.Ok(new Page<SubscriptionView>([.. found.Take(limit)], found.Count > limit ? order.CursorAt(found[limit - 1]) : null));
    }
}
