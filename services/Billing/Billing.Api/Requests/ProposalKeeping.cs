using Billing.Api.Quotes;
using Billing.Api.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Web;

namespace Billing.Api.Requests;

/// <summary>What all proposals share: they become a draft or a pending request, at the price that was quoted if one was.</summary>
internal sealed class ProposalKeeping(BillingDb db, RequestSubmission submission, Quoting quoting, AuditTrail audit)
{
    /// <param name="operation">The operation id, for the audit.</param>
    public async Task<Results<Created<RequestView>, ProblemHttpResult>> Keep(
        Proposal proposal, Caller caller, string operation, bool isDraft, string? quoteToken, CancellationToken cancellationToken)
    {
        await using var change = await Change.Begin(db, cancellationToken);
        var proposer = new Proposer(caller.OrganizationId, caller.PersonId);
        if ((await submission.Submit(proposal, proposer, isDraft, cancellationToken)).IsRefused(out var refusal, out var kept))
        {
            return Problems.Of(refusal);
        }

        var view = RequestView.Of(kept.Request, caller.OrganizationId == kept.Request.SellerId ? kept.Margin : null);
        audit.Record(operation, "request", kept.Request.Id, null, view with { Margin = null }, proposal.Reason);
        await db.SaveChangesAsync(cancellationToken);
        if (quoteToken is not null && await quoting.Check(kept.Request, quoteToken, caller, cancellationToken) is { } changed)
        {
            return Problems.Of(changed);
        }

        await change.Save(db, cancellationToken);
        return TypedResults.Created($"/api/billing/v1/requests/{kept.Request.Id}", view);
    }
}
