using Billing.Api.Connections;
using Billing.Api.Products;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;

namespace Billing.Api.Prices;

/// <summary>
/// What a sale on a connection costs whom. Costs belong to others than the caller, so this looks past the caller's scope (the realm still holds): what it
/// finds goes into schedules and into the seller's own margin, never into an answer for somebody else.
/// </summary>
internal sealed class PriceResolver(BillingDb db, SupplyReader supply)
{
    /// <summary>The price of one product.</summary>
    /// <param name="connection">Where it is sold.</param>
    /// <param name="product">What is sold.</param>
    /// <param name="terms">Currency, interval and plan length.</param>
    /// <param name="now">Of the versions that have begun the latest counts.</param>
    /// <param name="agreed">What seller and buyer agree on instead of the seller's price; null where they don't.</param>
    /// <param name="quantity">Units; decides only whether it is below cost.</param>
    public async Task<Result<ResolvedPrice>> ForSale(
        Connection connection, Product product, PriceTerms terms, DateTimeOffset now, Money? agreed, int quantity, CancellationToken cancellationToken)
    {
        var loaded = await ForSales(connection, [product], now, cancellationToken);
        return loaded.IsRefused(out var refusal, out var prices) ? refusal : prices.Resolve(product.Id, terms, agreed, quantity);
    }

    /// <summary>The prices of many products, read at once: one query of each sort however many there are.</summary>
    public async Task<Result<ConnectionPrices>> ForSales(
        Connection connection, IReadOnlyCollection<Product> products, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await ForSales([connection], products, now, cancellationToken)).IsRefused(out var refusal, out var prices) ? refusal : prices[connection.Id];

    /// <summary>The same on many connections of one seller, by connection. What stands above them is the same for all.</summary>
    public async Task<Result<Dictionary<Guid, ConnectionPrices>>> ForSales(
        IReadOnlyCollection<Connection> connections, IReadOnlyCollection<Product> products, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var seller = connections.First();
        if ((await supply.Above(seller.RealmId, seller.SellerId, cancellationToken)).IsRefused(out var refusal, out var above))
        {
            return refusal;
        }

        var edges = above.Edges;
        var ids = products.Select(product => product.Id).ToList();
        var buyers = await Buyers(connections, cancellationToken);
        var byId = products.ToDictionary(product => product.Id);
        var published = await Published(ids, cancellationToken);
        var recommended = published.Where(price => !price.IsWholesale).Select(price => price.ToRecommended()).ToLookup(price => price.ProductId);
        var wholesale = published.Where(price => price.IsWholesale).Select(price => price.ToWholesale()).ToLookup(price => price.ProductId);
        var rules = await Rules(connections, edges, ids, cancellationToken);
        return connections.ToDictionary(connection => connection.Id, connection => new ConnectionPrices
        {
            Now = now,
            Sale = new SupplyEdge(
                connection.Id, connection.SellerId, connection.BuyerId, connection.Status == ConnectionStatus.Active, above.SellerTimeZone, buyers[connection.Id].Currency),
            BuyerIsReseller = buyers[connection.Id].IsReseller,
            Above = edges,
            Products = byId,
            Recommended = recommended,
            Wholesale = wholesale,
            Rules = RulesOn(connection).ToLookup(entry => entry.ProductId),
        });

        // Without what is for another of the seller's buyers.
        IEnumerable<PriceBookEntry> RulesOn(Connection connection) => rules.Where(entry =>
            entry.ConnectionId is not { } own || own == connection.Id || edges.Any(edge => edge.ConnectionId == own));
    }

    /// <summary>Who buys, by connection, and what the connection is billed in if anything was sold there.</summary>
    private async Task<Dictionary<Guid, Buyer>> Buyers(IReadOnlyCollection<Connection> connections, CancellationToken cancellationToken)
    {
        var ids = connections.Select(connection => connection.Id).ToList();
        var found = await db.Connections
            .Where(row => ids.Contains(row.Id))
            .Select(row => new Buyer(
                row.Id,
                db.Organizations.Any(buyer => buyer.Id == row.BuyerId && buyer.Kind == OrganizationKind.Partner),
                db.BillingAccounts.Where(account => account.ConnectionId == row.Id).Select(account => (Currency?)account.Currency).SingleOrDefault()))
            .ToListAsync(cancellationToken);
        return found.ToDictionary(buyer => buyer.ConnectionId);
    }

    private Task<List<PublishedPrice>> Published(List<Guid> products, CancellationToken cancellationToken) =>
        db.RecommendedPrices
            .Where(price => products.Contains(price.ProductId))
            .Select(price => new PublishedPrice
            {
                IsWholesale = false,
                Id = price.Id,
                RealmId = price.RealmId,
                ProductId = price.ProductId,
                Number = price.Number,
                Fee = price.Fee,
                MinorUnits = price.Amount.MinorUnits,
                Currency = price.Amount.Currency,
                Interval = price.Interval,
                PlanLength = price.PlanLength,
                From = price.From,
            })
            .Concat(db.WholesalePrices
                .IgnoreQueryFilters([BillingDb.PartnersOnlyFilter])
                .Where(price => products.Contains(price.ProductId))
                .Select(price => new PublishedPrice
                {
                    IsWholesale = true,
                    Id = price.Id,
                    RealmId = price.RealmId,
                    ProductId = price.ProductId,
                    Number = price.Number,
                    Fee = price.Fee,
                    MinorUnits = price.Amount.MinorUnits,
                    Currency = price.Amount.Currency,
                    Interval = price.Interval,
                    PlanLength = price.PlanLength,
                    From = price.From,
                }))
            .ToListAsync(cancellationToken);

    /// <summary>What the sellers on the way decided: for all their buyers, and for the one buyer on the way.</summary>
    private Task<List<PriceBookEntry>> Rules(
        IReadOnlyCollection<Connection> sales, IReadOnlyList<SupplyEdge> above, List<Guid> products, CancellationToken cancellationToken)
    {
        var realm = sales.First().RealmId;
        var sellers = above.Select(edge => edge.SellerId).Append(sales.First().SellerId).ToList();
        var connections = above.Select(edge => (Guid?)edge.ConnectionId).Concat(sales.Select(sale => (Guid?)sale.Id)).ToList();
        return db.PriceBookEntries
            .IgnoreQueryFilters([ServiceDbContext.ScopeFilter])
            .AsNoTracking()
            .Where(entry => entry.RealmId == realm && products.Contains(entry.ProductId) && sellers.Contains(entry.OrganizationId))
            .Where(entry => entry.ConnectionId == null || connections.Contains(entry.ConnectionId))
            .ToListAsync(cancellationToken);
    }

    private sealed record Buyer(Guid ConnectionId, bool IsReseller, Currency? Currency);
}
