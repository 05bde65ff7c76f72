using Billing.Api.Connections;
using Billing.Api.Products;
using Billing.Api.Requests;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Orgs.Contracts.V1;
using Primitives;
using ServiceDefaults.Messaging;

namespace Billing.Api.Reactions;

/// <summary>A first plan named at a child organisation's creation becomes a request at the recommended price, which waits for the child's consent.</summary>
internal sealed partial class SubmitRequestWhenPlanProposed(BillingDb db, RequestSubmission submission, ILogger<SubmitRequestWhenPlanProposed> logger)
    : IReaction<PlanProposed>
{
    private const string Because = "First plan, named when the organisation was created.";

    public async Task React(PlanProposed fact, EventContext context, CancellationToken cancellationToken)
    {
        // Events of different kinds overtake each other. Failing puts this one back until the connection has arrived.
        var connection = await db.Connections.SingleOrDefaultAsync(row => row.Id == fact.ConnectionId, cancellationToken)
            ?? throw new InvalidOperationException($"Connection {fact.ConnectionId} is not known yet.");
        var product = await db.Products
            .Include(row => row.RecommendedPrices)
            .Where(Visibility.OfProducts(connection.SellerId))
            .SingleOrDefaultAsync(row => row.Id == fact.ProductId, cancellationToken);
        if (product is null || Price(product, fact, context.OccurredAt) is not { } price)
        {
            LogNotForSale(logger, fact.ProductId, fact.Currency, fact.PlanLength, fact.ConnectionId);
            return;
        }

        var wanted = new RequestedState(product.Id, product.Name, 1, price.Amount, price.Interval, price.PlanLength);
        var submitted = await submission.Submit(connection, product, wanted, new Proposer(fact.SellerId, fact.ProposedBy), Because, cancellationToken);
        if (submitted.IsRefused(out var refusal, out _))
        {
            LogRefused(logger, fact.ConnectionId, refusal.Code, refusal.Detail);
            return;
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The price with the shortest interval for that commitment: who names only the commitment pays as often as possible, as little as possible at once.</summary>
    private static RecommendedPrice? Price(Product product, PlanProposed fact, DateTimeOffset now)
    {
        if (!Currency.TryParse(fact.Currency, out var currency) || !IsoDuration.TryParse(fact.PlanLength, out var planLength))
        {
            return null;
        }

        return Enum.GetValues<Term>()
            .Select(interval => product.RecommendedPrices.Current(new PriceTerms(currency, interval, planLength), now))
            .FirstOrDefault(price => price is not null);
    }

    [LoggerMessage(1, LogLevel.Warning, "No request was made for the plan {ProductId} in {Currency} for {PlanLength} on connection {ConnectionId}: it is not for sale on these terms")]
    private static partial void LogNotForSale(ILogger logger, Guid productId, string currency, string planLength, Guid connectionId);

    [LoggerMessage(2, LogLevel.Warning, "No request was made for the plan proposed on connection {ConnectionId}: {Code}: {Detail}")]
    private static partial void LogRefused(ILogger logger, Guid connectionId, string code, string detail);
}
