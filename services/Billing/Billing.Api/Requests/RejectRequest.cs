using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Requests;

/// <summary>The other side declines.</summary>
internal static class RejectRequest
{
    public static async Task<Results<Ok<RequestView>, ProblemHttpResult>> Handle(
        Guid id,
        DecisionBody? body,
        IfMatch ifMatch,
        Caller caller,
        BillingDb db,
        DecideRequest decide,
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

        var decision = await decide.Decide(request, RequestAction.Reject, body?.Reason, caller, cancellationToken);
        if (decision.IsRefused(out refusal, out _))
        {
            return Problems.Of(refusal);
        }

        audit.Record("reject-request", "request", id, new { Status = RequestStatus.Pending }, new { request.Status }, body?.Reason);
        db.Emit(new Facts.RequestRejected(request.ToFact()), request.Id, request.Version, clock.Now);
        await change.Save(db, cancellationToken);
        return TypedResults.Ok(RequestView.Of(request));
    }
}
