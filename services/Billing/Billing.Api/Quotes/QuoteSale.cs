using Billing.Api.Requests;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Billing.Api.Quotes;

/// <param name="RetailPrice">For one unit and one interval.</param>
/// <param name="MainSubscriptionId">What an add-on belongs to; may be left out where the connection has one main subscription.</param>
internal sealed record QuoteSaleBody(
    Guid ConnectionId, Guid ProductId, int Quantity, Money RetailPrice, Term Interval, Term PlanLength, Guid? MainSubscriptionId = null);

/// <summary>What a sale would charge, before anything is proposed. Nothing is kept of it.</summary>
internal static class QuoteSale
{
    public static async Task<Results<Ok<QuoteView>, ProblemHttpResult>> Handle(
        QuoteSaleBody body, Caller caller, BillingDb db, RequestSubmission submission, Quoting quoting, CancellationToken cancellationToken)
    {
        var proposed = await ProposeRequest.Proposal(
            caller, db, body.ConnectionId, body.ProductId, product => new RequestedState(product.Id, product.Name, body.Quantity, body.RetailPrice, body.Interval, body.PlanLength), cancellationToken);
        if (proposed.IsRefused(out var refusal, out var proposal))
        {
            return Problems.Of(refusal);
        }

        // Never saved for good: the draft is there only for as long as it takes to work it out.
        await using var trial = await Change.Begin(db, cancellationToken);
        var draft = await submission.Submit(
            proposal with { MainSubscriptionId = body.MainSubscriptionId }, new Proposer(caller.OrganizationId, caller.PersonId), isDraft: true, cancellationToken);
        if (draft.IsRefused(out refusal, out var prepared))
        {
            return Problems.Of(refusal);
        }

        await db.SaveChangesAsync(cancellationToken);
        return (await quoting.Quote(prepared.Request, caller, cancellationToken)).IsRefused(out refusal, out var quote) ? Problems.Of(refusal) : TypedResults.Ok(quote);
    }
}
