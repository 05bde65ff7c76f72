using Billing.Api.Jobs;
using Billing.Api.Quotes;
using Billing.Api.Storage;
using Billing.Api.Subscriptions;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Requests;

/// <param name="Reason">Kept in the outcome, for both sides to read.</param>
/// <param name="QuoteToken">From a quote of this request: refused with price_changed if it would not cost that any more.</param>
internal sealed record ApprovalBody(string? Reason, string? QuoteToken = null);

/// <summary>The other side agrees. What was agreed on is so from the same moment, in the same transaction, or from the day agreed on.</summary>
internal static class ApproveRequest
{
    public static async Task<Results<Ok<RequestView>, ProblemHttpResult>> Handle(
        Guid id,
        ApprovalBody? body,
        IfMatch ifMatch,
        Caller caller,
        BillingDb db,
        DecideRequest decide,
        RequestActivation activation,
        AgreedChanges changes,
        Quoting quoting,
        AuditTrail audit,
        RealmClock clock,
        CancellationToken cancellationToken)
    {
        if (new FieldChecks().OptionalText("reason", body?.Reason, ProposeRequest.LongestReason, multiline: true).Refused(out var malformed))
        {
            return Problems.Of(malformed);
        }

        await using var change = await Change.Begin(db, cancellationToken);
        if ((await db.LockRequest(id, ifMatch, cancellationToken)).IsRefused(out var refusal, out var request))
        {
            return Problems.Of(refusal);
        }

        var decision = await decide.Decide(request, RequestAction.Approve, body?.Reason, caller, cancellationToken);
        if (decision.IsRefused(out refusal, out _))
        {
            return Problems.Of(refusal);
        }

        if (await DueLater(request, db, clock, cancellationToken) is { } due)
        {
            db.Schedule<ActivateRequest>(request.Id.ToString(), due);
        }
        else
        {
            if ((await activation.Plan(request, cancellationToken)).IsRefused(out refusal, out var agreed)
                || (refusal = await quoting.Check(request, agreed, body?.QuoteToken, caller, cancellationToken)) is not null)
            {
                return Problems.Of(refusal);
            }

            request.Activate(await changes.CarryOut(agreed, cancellationToken));
            db.Emit(new Facts.RequestActivated(request.ToFact()), request.Id, request.Version, clock.Now);
        }

        db.Emit(new Facts.RequestApproved(request.ToFact()), request.Id, request.Version, clock.Now);
        audit.Record("approve-request", "request", id, new { Status = RequestStatus.Pending }, new { request.Status, request.SubscriptionId }, body?.Reason);
        await change.Save(db, cancellationToken);
        return TypedResults.Ok(RequestView.Of(request));
    }

    /// <summary>When it takes effect, if that is still to come. A cancellation for later is put down at once: it is the scheduled change that waits.</summary>
    private static async Task<DateTimeOffset?> DueLater(Request request, BillingDb db, RealmClock clock, CancellationToken cancellationToken)
    {
        if (request.Change == RequestChange.Cancel || request.EffectiveOn is not { } day)
        {
            return null;
        }

        var start = (await db.CalendarOf(request.SellerId, cancellationToken)).StartOf(day);
        return start > clock.Now ? start : null;
    }
}
