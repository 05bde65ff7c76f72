using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;

namespace Billing.Api.Requests;

/// <summary>What becomes of a draft: the other side gets it, or nobody ever does.</summary>
internal static class SubmitRequest
{
    public static async Task<Results<Ok<RequestView>, ProblemHttpResult>> Submit(
        Guid id, IfMatch ifMatch, Caller caller, BillingDb db, RequestSubmission submission, AuditTrail audit, CancellationToken cancellationToken)
    {
        await using var change = await Change.Begin(db, cancellationToken);
        if ((await db.LockRequest(id, ifMatch, cancellationToken)).IsRefused(out var refusal, out var request) || (refusal = NotProposer(request, caller)) is not null)
        {
            return Problems.Of(refusal);
        }

        var from = request.Status;
        request.Version++;
        if ((refusal = await submission.Submit(request, cancellationToken)) is not null)
        {
            return Problems.Of(refusal);
        }

        audit.Record("submit-request", "request", id, new { Status = from }, new { request.Status });
        await change.Save(db, cancellationToken);
        return TypedResults.Ok(await View(db, request, cancellationToken));
    }

    public static async Task<Results<Ok<RequestView>, ProblemHttpResult>> Discard(
        Guid id, IfMatch ifMatch, Caller caller, BillingDb db, AuditTrail audit, RealmClock clock, CancellationToken cancellationToken)
    {
        await using var change = await Change.Begin(db, cancellationToken);
        if ((await db.LockRequest(id, ifMatch, cancellationToken)).IsRefused(out var refusal, out var request) || (refusal = NotProposer(request, caller)) is not null)
        {
            return Problems.Of(refusal);
        }

        var from = request.Status;
        if (RequestLifecycle.Table.Next(from, RequestAction.Discard, RequestActor.Proposer).IsRefused(out refusal, out var status)
            || (refusal = await db.RefuseOnceEnded(request, cancellationToken)) is not null)
        {
            return Problems.Of(refusal);
        }

        request.End(status, new RequestOutcome(RequestAction.Discard, caller.PersonId, caller.OrganizationId, clock.Now, null));
        audit.Record("discard-request", "request", id, new { Status = from }, new { request.Status });
        await change.Save(db, cancellationToken);
        return TypedResults.Ok(await View(db, request, cancellationToken));
    }

    private static Refusal? NotProposer(Request request, Caller caller) =>
        request.ProposedById == caller.OrganizationId
            ? null
            : new Refusal("only_proposer_submits", "Only the side that proposed it submits or discards a request.", RefusalKind.NotPermitted);

    private static async Task<RequestView> View(BillingDb db, Request request, CancellationToken cancellationToken) =>
        RequestView.Of(request, await db.RequestMargins.AsNoTracking().SingleOrDefaultAsync(row => row.RequestId == request.Id, cancellationToken));
}
