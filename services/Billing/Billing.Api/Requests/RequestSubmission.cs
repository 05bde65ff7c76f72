using Billing.Api.Connections;
using Billing.Api.Jobs;
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
internal sealed class RequestSubmission(BillingDb db, SupplyReader supply, WholesaleReader wholesale, RealmClock clock)
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

        var quoted = await Cost(connection, product, wanted, now, cancellationToken);
        if (quoted.IsRefused(out refusal, out var cost))
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
        var margin = cost.Quote is { } quote ? Margin(request, quote) : null;
        db.Add(request);
        if (margin is not null)
        {
            db.Add(margin);
        }

        db.Schedule<ExpireRequest>(request.Id.ToString(), request.ExpiresAt);
        db.Emit(new Facts.RequestSubmitted(request.ToFact()), request.Id, request.Version, now);
        return new SubmittedRequest(request, margin);
    }

    /// <summary>What the seller will owe above; nothing where the operator itself sells.</summary>
    private async Task<Result<SaleCost>> Cost(Connection connection, Product product, RequestedState wanted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var above = await supply.Above(connection.RealmId, connection.SellerId, cancellationToken);
        if (above.IsRefused(out var refusal, out var edges))
        {
            return refusal;
        }

        if (edges.Count == 0)
        {
            return new SaleCost(null);
        }

        return await wholesale.Current(product, wanted.Terms(), now, cancellationToken) is { } quote
            ? new SaleCost(quote)
            : new Refusal(
                "no_price_for_terms",
                $"There is no wholesale price in {wanted.UnitPrice.Currency.Code} for this interval and plan length.",
                RefusalKind.Unprocessable);
    }

    private static RequestMargin Margin(Request request, WholesaleQuote quote) => new()
    {
        RequestId = request.Id,
        RealmId = request.RealmId,
        OrganizationId = request.SellerId,
        WholesaleUnitPrice = quote.UnitPrice,
        WholesaleVersion = quote.Version,
        WholesalePer = quote.Per,
        IsBelowWholesale = RequestRules.IsBelowWholesale(request.After, quote),
    };

    private sealed record SaleCost(WholesaleQuote? Quote);
}
