using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Requests;

/// <summary>The proposer takes its request back before it is decided, or before it takes effect.</summary>
internal static class WithdrawRequest
{
    public static async Task<Results<Ok<RequestView>, ProblemHttpResult>> Handle(
        Guid id,
        DecisionBody? body,
        IfMatch ifMatch,
        Caller caller,
        BillingDb db,
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

        var actor = caller.OrganizationId == request.ProposedById ? RequestActor.Proposer : RequestActor.Decider;
        if (RequestLifecycle.Table.Next(request.Status, RequestAction.Withdraw, actor).IsRefused(out refusal, out var status)
            || (refusal = await db.RefuseOnceEnded(request, cancellationToken)) is not null)
        {
            return Problems.Of(refusal);
        }

        var from = request.Status;
        request.End(status, new RequestOutcome(RequestAction.Withdraw, caller.PersonId, caller.OrganizationId, clock.Now, body?.Reason));
        db.DropDeadlines(request);
        audit.Record("withdraw-request", "request", id, new { Status = from }, new { request.Status }, body?.Reason);
        db.Emit(new Facts.RequestWithdrawn(request.ToFact()), request.Id, request.Version, clock.Now);
        await change.Save(db, cancellationToken);
        return TypedResults.Ok(RequestView.Of(request));
    }
}
