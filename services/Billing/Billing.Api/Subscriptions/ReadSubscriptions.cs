using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Web;

namespace Billing.Api.Subscriptions;

/// <summary>Subscriptions that the caller's organisation sold or bought.</summary>
internal static class ReadSubscriptions
{
    public static async Task<Ok<Page<SubscriptionView>>> List(
        [AsParameters] PageQuery page, Guid? connectionId, OneOf<SubscriptionStatus>? status, BillingDb db, CancellationToken cancellationToken)
    {
        var subscriptions = db.Subscriptions.AsNoTracking();
        if (connectionId is not null)
        {
            subscriptions = subscriptions.Where(subscription => subscription.ConnectionId == connectionId);
        }

        if (status?.Value is { } wanted)
        {
            subscriptions = subscriptions.Where(subscription => subscription.Status == wanted);
        }

        return TypedResults.Ok(await subscriptions.ToPageAsync(
            page, subscription => subscription.Id, subscription => SubscriptionView.Of(subscription), cancellationToken));
    }

    public static async Task<Results<Ok<SubscriptionView>, ProblemHttpResult>> Get(Guid id, BillingDb db, CancellationToken cancellationToken) =>
        await db.Subscriptions.AsNoTracking().SingleOrDefaultAsync(subscription => subscription.Id == id, cancellationToken) is { } subscription
            ? TypedResults.Ok(SubscriptionView.Of(subscription))
            : Problems.NotFound("subscription");
}
