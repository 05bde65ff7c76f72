using Billing.Api.Connections;
using Billing.Api.Jobs;
using Billing.Api.Prices;
using Billing.Api.Products;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Time;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Requests;

/// <summary>In whose name somebody proposes.</summary>
internal sealed record Proposer(Guid OrganizationId, Guid PersonId);

internal sealed record SubmittedRequest(Request Request, RequestMargin? Margin);

/// <summary>Makes a proposal a pending request, whether a person sent it or it came with an invitation. The caller saves.</summary>
internal sealed class RequestSubmission(BillingDb db, PriceResolver prices, RealmClock clock)
{
    public async Task<Result<SubmittedRequest>> Submit(
        Connection connection, Product product, RequestedState wanted, Proposer proposer, string? reason, CancellationToken cancellationToken)
    {
        var now = clock.Now;
        var currency = await db.BillingAccounts
            .Where(account => account.ConnectionId == connection.Id)
            .Select(account => (Currency?)account.Currency)
            .SingleOrDefaultAsync(cancellationToken);
        if (RequestRules.Propose(wanted, connection.Status == ConnectionStatus.Active, currency).IsRefused(out var refusal, out _))
        {
            return refusal;
        }

        var resolved = await prices.ForSale(connection, product, wanted.Terms(), now, wanted.UnitPrice, wanted.Quantity, cancellationToken);
        if (resolved.IsRefused(out refusal, out var price))
        {
            return refusal;
        }

        var request = new Request
        {
            Id = Guid.CreateVersion7(),
            RealmId = connection.RealmId,
            SellerId = connection.SellerId,
            BuyerId = connection.BuyerId,
            ConnectionId = connection.Id,
            Type = product.Kind == ProductKind.AddOn ? RequestType.AddOn : RequestType.Subscription,
            Status = RequestLifecycle.Table.Next(RequestStatus.Draft, RequestAction.Submit, RequestActor.Proposer).Value,
            ProposedById = proposer.OrganizationId,
            ProposedByPersonId = proposer.PersonId,
            After = wanted,
            Reason = reason,
            SubmittedAt = now,
            ExpiresAt = now + RequestLifecycle.TimeToDecide,
        };
        var margin = price.Cost is { } cost ? Margin(request, cost, price.BelowCost) : null;
        db.Add(request);
        if (margin is not null)
        {
            db.Add(margin);
        }

        db.Schedule<ExpireRequest>(request.Id.ToString(), request.ExpiresAt);
        db.Emit(new Facts.RequestSubmitted(request.ToFact()), request.Id, request.Version, now);
        return new SubmittedRequest(request, margin);
    }

    private static RequestMargin Margin(Request request, WholesaleQuote quote, bool isBelowCost) => new()
    {
        RequestId = request.Id,
        RealmId = request.RealmId,
        OrganizationId = request.SellerId,
        WholesaleUnitPrice = quote.UnitPrice,
        WholesaleVersion = quote.Version,
        WholesalePer = quote.Per,
        IsBelowWholesale = isBelowCost,
    };
}
