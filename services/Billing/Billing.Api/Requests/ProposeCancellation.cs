using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Billing.Api.Requests;

/// <param name="Quantity">Units to cancel; all if left out.</param>
/// <param name="Effective">With the end of the period if left out.</param>
/// <param name="EffectiveOn">With effective date: first day without it, in the seller's calendar.</param>
/// <param name="Reason">Instructions, for the buyer to read.</param>
/// <param name="Draft">True to keep it to oneself until it is submitted.</param>
/// <param name="QuoteToken">From a quote: refused with price_changed if it would not give back that any more.</param>
internal sealed record ProposeCancellationBody(
    int? Quantity = null,
    EffectiveTime Effective = EffectiveTime.PeriodEnd,
    DateOnly? EffectiveOn = null,
    string? Reason = null,
    bool Draft = false,
    string? QuoteToken = null);

/// <summary>A seller proposes to end a subscription, or some of its units; or to call off an end that is still to come.</summary>
internal static class ProposeCancellation
{
    public static async Task<Results<Created<RequestView>, ProblemHttpResult>> Cancel(
        Guid id, ProposeCancellationBody? body, Caller caller, BillingDb db, ProposalKeeping keeping, CancellationToken cancellationToken)
    {
        body ??= new ProposeCancellationBody();
        if (new FieldChecks().OptionalText("reason", body.Reason, ProposeRequest.LongestReason, multiline: true).Refused(out var malformed))
        {
            return Problems.Of(malformed);
        }

        if ((await ChangeableSubscription.Find(db, caller, id, cancellationToken)).IsRefused(out var refusal, out var subscription)
            || ChangeRules.Cancel(subscription.AsChanged(), body.Quantity, body.Effective).IsRefused(out refusal, out var left))
        {
            return Problems.Of(refusal);
        }

        var proposal = await Proposal(subscription, RequestChange.Cancel, left, db, cancellationToken);
        proposal = proposal with { Effective = body.Effective, EffectiveOn = body.EffectiveOn, Reason = body.Reason };
        return await keeping.Keep(proposal, caller, "propose-cancellation", body.Draft, body.QuoteToken, cancellationToken);
    }

    public static async Task<Results<Created<RequestView>, ProblemHttpResult>> Undo(
        Guid id, DecisionBody? body, Caller caller, BillingDb db, ProposalKeeping keeping, CancellationToken cancellationToken)
    {
        if (new FieldChecks().OptionalText("reason", body?.Reason, ProposeRequest.LongestReason, multiline: true).Refused(out var malformed))
        {
            return Problems.Of(malformed);
        }

        if ((await ChangeableSubscription.Find(db, caller, id, cancellationToken)).IsRefused(out var refusal, out var subscription)
            || (refusal = ChangeRules.Undo(subscription.AsChanged())) is not null)
        {
            return Problems.Of(refusal);
        }

        var proposal = await Proposal(subscription, RequestChange.UndoCancellation, subscription.State(), db, cancellationToken);
        return await keeping.Keep(proposal with { Reason = body?.Reason }, caller, "propose-undo", isDraft: false, quoteToken: null, cancellationToken);
    }

    private static async Task<Proposal> Proposal(
        Subscriptions.Subscription subscription, RequestChange change, RequestedState after, BillingDb db, CancellationToken cancellationToken)
    {
        var connection = await db.Connections.SingleAsync(row => row.Id == subscription.ConnectionId, cancellationToken);
        var product = await db.Products.SingleAsync(row => row.Id == subscription.ProductId, cancellationToken);
        return new Proposal(connection, product, change, after) { Subscription = subscription };
    }
}
