using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Time;
using Storefront.Api.Catalogue;
using Storefront.Api.Prices;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Baskets;

/// <summary>A line with what it is about and costs now.</summary>
/// <param name="Product">Null where nothing is known of it any more.</param>
/// <param name="Name">As the seller shows it.</param>
/// <param name="Problem">Why it could not be ordered; null where it could.</param>
internal sealed record PricedLine(BasketLineRow Row, ProductRow? Product, string Name, ShopPrice? Price, FieldError? Problem);

/// <summary>Prices a basket as its shop is now: what is offered, what belongs to what, what it costs this buyer.</summary>
internal sealed class BasketPricing(StorefrontDb db, ShopCatalogue catalogue, ShopPrices prices, RealmClock clock)
{
    /// <returns>In the order in which they are ordered: add-ons behind the line that they belong to.</returns>
    public async Task<List<PricedLine>> Price(ConnectionRow connection, IReadOnlyList<BasketLineRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return [];
        }

        var productIds = rows.Select(row => row.ProductId).Distinct().ToList();
        var offers = await catalogue.Of(connection).Where(offer => productIds.Contains(offer.ProductId))
            .Select(offer => new { offer.ProductId, offer.Name }).ToDictionaryAsync(offer => offer.ProductId, offer => offer.Name, cancellationToken);
        var products = await db.Products.AsNoTracking().Where(row => productIds.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken);
        var living = await Living(connection, [.. rows.Select(row => row.MainSubscriptionId).OfType<Guid>()], cancellationToken);
        var board = await prices.Of(connection.Id, connection.SellerId, products.Values, clock.Now, cancellationToken);
        return [.. InOrder(rows).Select(Priced)];

        PricedLine Priced(BasketLineRow row)
        {
            var price = board.Find(row.ProductId, new PriceTerms(row.Currency, row.Interval, row.PlanLength));
            var product = products.GetValueOrDefault(row.ProductId);
            var isOnOffer = offers.TryGetValue(row.ProductId, out var name);
            var problem = BasketRules.ProblemOf(new BasketLineFacts(
                isOnOffer,
                product?.Kind ?? ProductKind.Main,
                new QuantityLimits(product?.SmallestQuantity ?? 1, product?.LargestQuantity),
                product?.MinimumCommitment,
                row.Quantity,
                row.Interval,
                row.PlanLength,
                MainOf(row),
                price));
            return new PricedLine(row, product, name ?? product?.Name ?? "", price, problem);
        }

        BasketMain MainOf(BasketLineRow row) => row switch
        {
            { MainLineId: null, MainSubscriptionId: null } => BasketMain.None,
            { MainLineId: { } line, MainSubscriptionId: null } when rows.Any(main => main.Id == line && main.MainLineId is null && main.MainSubscriptionId is null) => BasketMain.Known,
            { MainLineId: null, MainSubscriptionId: { } subscription } when living.Contains(subscription) => BasketMain.Known,
            _ => BasketMain.Unknown,
        };
    }

    /// <summary>Those of the subscriptions that an add-on can belong to.</summary>
    private async Task<List<Guid>> Living(ConnectionRow connection, List<Guid> mains, CancellationToken cancellationToken) => mains.Count == 0
        ? []
        : await db.Subscriptions.AsNoTracking()
            .Where(row => mains.Contains(row.Id) && row.ConnectionId == connection.Id && row.Kind == SubscriptionKind.Main && row.Status != SubscriptionStatus.Cancelled)
            .Select(row => row.Id).ToListAsync(cancellationToken);

    /// <summary>The same lines as an order wants them. None of them may have a problem.</summary>
    public static IReadOnlyList<NewOrderLine> ToOrder(IReadOnlyList<PricedLine> lines) =>
    [
        .. lines.Select(line => new NewOrderLine(
            LineAction.Buy,
            line.Row.ProductId,
            line.Name,
            SubscriptionId: null,
            line.Row.MainSubscriptionId,
            line.Row.MainLineId is { } main ? lines.Index().First(other => other.Item.Row.Id == main).Index : null,
            line.Row.Quantity,
            line.Price!.Final,
            line.Price.Discount,
            line.Row.Interval,
            line.Row.PlanLength,
            IsManual: line.Product!.Provisioning == Provisioning.Manual,
            ResellerPlan: line.Product.ResellerPlan)),
    ];

    private static IEnumerable<BasketLineRow> InOrder(IReadOnlyList<BasketLineRow> rows)
    {
        var addOns = rows.Where(row => row.MainLineId is not null).OrderBy(row => row.Id).ToLookup(row => row.MainLineId!.Value);
        return rows.Where(row => row.MainLineId is null).OrderBy(row => row.Id).SelectMany(row => addOns[row.Id].Prepend(row));
    }
}
