using Billing.Api.Connections;
using Billing.Api.Products;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Time;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Requests;

/// <summary>Makes a proposal a draft or a pending request, whether a person sent it or it came with an invitation. The caller saves.</summary>
internal sealed class RequestSubmission(BillingDb db, RequestPreparation preparation, RealmClock clock)
{
    /// <summary>A first sale, proposed without anybody looking at it.</summary>
    public Task<Result<PreparedRequest>> Submit(
        Connection connection, Product product, RequestedState wanted, Proposer proposer, string? reason, CancellationToken cancellationToken) =>
        Submit(new Proposal(connection, product, RequestChange.Create, wanted) { Reason = reason }, proposer, isDraft: false, cancellationToken);

    public async Task<Result<PreparedRequest>> Submit(Proposal proposal, Proposer proposer, bool isDraft, CancellationToken cancellationToken)
    {
        if ((await preparation.Prepare(proposal, proposer, cancellationToken)).IsRefused(out var refusal, out var prepared))
        {
            return refusal;
        }

        if (!isDraft && await Submit(prepared.Request, cancellationToken) is { } undecided)
        {
            return undecided;
        }

        db.Add(prepared.Request);
        if (prepared.Margin is { } margin)
        {
            db.Add(margin);
        }

        return prepared;
    }

    /// <summary>Gives a draft to the other side, unless something else is undecided about the same subscription. Two at once meet in a unique index.</summary>
    public async Task<Refusal?> Submit(Request request, CancellationToken cancellationToken)
    {
        if (RequestLifecycle.Table.Next(request.Status, RequestAction.Submit, RequestActor.Proposer).IsRefused(out var refusal, out var status))
        {
            return refusal;
        }

        if (request.SubscriptionId is { } subscription
            && await db.IsUndecided(subscription, cancellationToken))
        {
            return ChangeRules.AlreadyUndecided;
        }

        request.Submit(status, clock.Now);
        db.ScheduleDeadlines(request);
        db.Emit(new Facts.RequestSubmitted(request.ToFact()), request.Id, request.Version, clock.Now);
        return null;
    }
}
