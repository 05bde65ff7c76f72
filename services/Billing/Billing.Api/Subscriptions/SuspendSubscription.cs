using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Subscriptions;

/// <summary>The seller stops a subscription, and lets it go on. What is charged and when stays as it is: the supplier is owed either way, and the plan was agreed on.</summary>
internal static class SuspendSubscription
{
    public static Task<Results<Ok<SubscriptionView>, ProblemHttpResult>> Suspend(
        Guid id, IfMatch ifMatch, Caller caller, BillingDb db, SubscriptionHistory history, AuditTrail audit, RealmClock clock, CancellationToken cancellationToken) =>
        Move(id, SubscriptionAction.Suspend, ifMatch, caller, db, history, audit, clock, cancellationToken);

    public static Task<Results<Ok<SubscriptionView>, ProblemHttpResult>> Resume(
        Guid id, IfMatch ifMatch, Caller caller, BillingDb db, SubscriptionHistory history, AuditTrail audit, RealmClock clock, CancellationToken cancellationToken) =>
        Move(id, SubscriptionAction.Resume, ifMatch, caller, db, history, audit, clock, cancellationToken);

    private static async Task<Results<Ok<SubscriptionView>, ProblemHttpResult>> Move(
        Guid id,
        SubscriptionAction action,
        IfMatch ifMatch,
        Caller caller,
        BillingDb db,
        SubscriptionHistory history,
        AuditTrail audit,
        RealmClock clock,
        CancellationToken cancellationToken)
    {
        await using var change = await Change.Begin(db, cancellationToken);
        var subscription = await db.LockSubscription(id, cancellationToken);
        if (subscription is null)
        {
            return Problems.NotFound("subscription");
        }

        if (subscription.SellerId != caller.OrganizationId)
        {
            return Problems.Of(new Refusal("only_seller_suspends", "Only its seller suspends and resumes a subscription.", RefusalKind.NotPermitted));
        }

        if (ifMatch.Check(subscription.Version) is { } stale)
        {
            return Problems.Of(stale);
        }

        var before = subscription.Standing();
        if (before.Move(action, SubscriptionActor.Seller).IsRefused(out var refusal, out var standing))
        {
            return Problems.Of(refusal);
        }

        subscription.Stand(standing);
        subscription.Version++;
        history.Record(subscription, action == SubscriptionAction.Suspend ? SubscriptionEvent.Suspended : SubscriptionEvent.Resumed, subscription.State(), before.Status, null);
        audit.Record(action == SubscriptionAction.Suspend ? "suspend-subscription" : "resume-subscription", "subscription", id, new { before.Status }, new { subscription.Status });
        db.Emit(new Facts.SubscriptionChanged(subscription.ToFact()), subscription.Id, subscription.Version, clock.Now);
        await change.Save(db, cancellationToken);
        return TypedResults.Ok(SubscriptionView.Of(subscription));
    }
}
