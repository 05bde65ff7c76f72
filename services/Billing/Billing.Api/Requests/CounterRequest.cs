using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Requests;

/// <summary>What is left out stays as it was proposed.</summary>
/// <param name="RetailPrice">For one unit and one interval.</param>
/// <param name="Reason">For the other side to read.</param>
internal sealed record CounterRequestBody(int? Quantity = null, Money? RetailPrice = null, Term? Interval = null, Term? PlanLength = null, string? Reason = null);

/// <summary>The decider answers with other terms: the request has ended, and a new one waits for the side that proposed the first.</summary>
internal static class CounterRequest
{
    public static async Task<Results<Created<RequestView>, ProblemHttpResult>> Handle(
        Guid id,
        CounterRequestBody body,
        IfMatch ifMatch,
        Caller caller,
        BillingDb db,
        DecideRequest decide,
        RequestSubmission submission,
        AuditTrail audit,
        RealmClock clock,
        CancellationToken cancellationToken)
    {
        if (new FieldChecks().OptionalText("reason", body.Reason, ProposeRequest.LongestReason, multiline: true).Refused(out var malformed))
        {
            return Problems.Of(malformed);
        }

        await using var change = await Change.Begin(db, cancellationToken);
        if ((await db.LockRequest(id, ifMatch, cancellationToken)).IsRefused(out var refusal, out var request))
        {
            return Problems.Of(refusal);
        }

        var decision = await decide.Decide(request, RequestAction.Counter, body.Reason, caller, cancellationToken);
        if (decision.IsRefused(out refusal, out _) || (refusal = RequestRules.Counter(request.Change, request.After, Wanted(request, body))) is not null)
        {
            return Problems.Of(refusal);
        }

        // The old one first: it gives way to the new one in the index that lets only one be undecided.
        db.Emit(new Facts.RequestCountered(request.ToFact()), request.Id, request.Version, clock.Now);
        await db.SaveChangesAsync(cancellationToken);

        var proposal = await Proposal(db, request, body, cancellationToken);
        var submitted = await submission.Submit(proposal, new Proposer(caller.OrganizationId, caller.PersonId), isDraft: false, cancellationToken);
        if (submitted.IsRefused(out refusal, out var countered))
        {
            return Problems.Of(refusal);
        }

        var view = RequestView.Of(countered.Request, caller.OrganizationId == request.SellerId ? countered.Margin : null);
        audit.Record("counter-request", "request", id, new { Status = RequestStatus.Pending }, view with { Margin = null }, body.Reason);
        await change.Save(db, cancellationToken);
        return TypedResults.Created($"/api/billing/v1/requests/{countered.Request.Id}", view);
    }

    private static RequestedState Wanted(Request request, CounterRequestBody body) => request.After with
    {
        Quantity = body.Quantity ?? request.After.Quantity,
        UnitPrice = body.RetailPrice ?? request.After.UnitPrice,
        Interval = body.Interval ?? request.After.Interval,
        PlanLength = body.PlanLength ?? request.After.PlanLength,
    };

    private static async Task<Proposal> Proposal(BillingDb db, Request request, CounterRequestBody body, CancellationToken cancellationToken)
    {
        var connection = await db.Connections.SingleAsync(row => row.Id == request.ConnectionId, cancellationToken);
        var product = await db.Products.SingleAsync(row => row.Id == request.After.ProductId, cancellationToken);
        var subscription = request.SubscriptionId is { } changed
            ? await db.Subscriptions.AsNoTracking().SingleAsync(row => row.Id == changed, cancellationToken)
            : null;
        return new Proposal(connection, product, request.Change, Wanted(request, body))
        {
            Subscription = subscription,
            MainSubscriptionId = request.MainSubscriptionId,
            Effective = request.EffectiveOn is null ? EffectiveTime.Now : EffectiveTime.Date,
            EffectiveOn = request.EffectiveOn,
            Reason = body.Reason,
            CounterOfId = request.Id,
        };
    }
}
