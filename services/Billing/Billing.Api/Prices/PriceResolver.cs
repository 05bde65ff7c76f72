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
        var above = await supply.Above(seller.RealmId, seller.SellerId, cancellationToken);
        if (above.IsRefused(out var refusal, out var edges))
        {
            return refusal;
        }

        var ids = products.Select(product => product.Id).ToList();
        var resellers = await Resellers(connections, cancellationToken);
        var currencies = await Currencies([.. edges.Select(edge => edge.ConnectionId)], cancellationToken);
        var byId = products.ToDictionary(product => product.Id);
        var recommended = (await Recommended(ids, cancellationToken)).ToLookup(price => price.ProductId);
        var wholesale = (await Wholesale(ids, cancellationToken)).ToLookup(price => price.ProductId);
        var rules = await Rules(connections, edges, ids, cancellationToken);
        return connections.ToDictionary(connection => connection.Id, connection => new ConnectionPrices
        {
            Now = now,
            Sale = new SupplyEdge(connection.Id, connection.SellerId, connection.BuyerId, connection.Status == ConnectionStatus.Active),
            BuyerIsReseller = resellers.Contains(connection.BuyerId),
            Above = edges,
            CurrenciesAbove = currencies,
            Products = byId,
            Recommended = recommended,
            Wholesale = wholesale,
            Rules = RulesOn(connection).ToLookup(entry => entry.ProductId),
        });

        // Without what is for another of the seller's buyers.
        IEnumerable<PriceBookEntry> RulesOn(Connection connection) => rules.Where(entry =>
            entry.ConnectionId is not { } own || own == connection.Id || edges.Any(edge => edge.ConnectionId == own));
    }

    /// <summary>A refusal if an earlier charge fixed another currency on one of these edges.</summary>
    public async Task<Refusal?> MismatchOn(List<Guid> edges, Currency currency, CancellationToken cancellationToken) =>
        (await Currencies(edges, cancellationToken)).Where(known => known != currency).ToList() is [var other, ..]
            ? ConnectionPrices.Mismatch(currency, other)
            : null;

    private Task<List<Currency>> Currencies(List<Guid> edges, CancellationToken cancellationToken) =>
        db.BillingAccounts
            .IgnoreQueryFilters([ServiceDbContext.ScopeFilter])
            .Where(account => edges.Contains(account.ConnectionId))
            .Select(account => account.Currency)
            .Distinct()
            .ToListAsync(cancellationToken);

    private Task<HashSet<Guid>> Resellers(IReadOnlyCollection<Connection> connections, CancellationToken cancellationToken)
    {
        var buyers = connections.Select(connection => connection.BuyerId).ToList();
        return db.Organizations
            .Where(row => buyers.Contains(row.Id) && row.Kind == OrganizationKind.Partner)
            .Select(row => row.Id)
            .ToHashSetAsync(cancellationToken);
    }

    private Task<List<RecommendedPrice>> Recommended(List<Guid> products, CancellationToken cancellationToken) =>
        db.RecommendedPrices.AsNoTracking().Where(price => products.Contains(price.ProductId)).ToListAsync(cancellationToken);

    private Task<List<WholesalePrice>> Wholesale(List<Guid> products, CancellationToken cancellationToken) =>
        db.WholesalePrices
            .IgnoreQueryFilters([BillingDb.PartnersOnlyFilter])
            .AsNoTracking()
            .Where(price => products.Contains(price.ProductId))
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
}
