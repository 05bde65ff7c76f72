using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Storage;

namespace Storefront.Api.Subscriptions;

/// <summary>One subscription of the caller's organisation. Its seller looks in Billing instead, where money is always shown.</summary>
internal static class GetSubscription
{
    public static async Task<Results<Ok<SubscriptionView>, ProblemHttpResult>> Handle(Guid id, Caller caller, StorefrontDb db, CancellationToken cancellationToken)
    {
        var facts = await db.Subscriptions.AsNoTracking()
            .Where(row => row.Id == id && row.BuyerId == caller.OrganizationId)
            .Select(SubscriptionFacts.From(db))
            .SingleOrDefaultAsync(cancellationToken);
        return facts is null ? Problems.NotFound("subscription") : TypedResults.Ok(facts.ToView());
    }
}
