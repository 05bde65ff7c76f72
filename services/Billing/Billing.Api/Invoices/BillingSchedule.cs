using Billing.Api.Subscriptions;
using Billing.Domain;
using Primitives;
using ServiceDefaults.Storage;

namespace Billing.Api.Invoices;

/// <summary>
/// What one subscription is charged on one edge, and from when on. There is one for the sale itself and one for each edge above it, each seen by its own
/// two parties only: that is how no downstream price shows upstream.
/// </summary>
internal sealed class BillingSchedule : IConnectionRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }

    /// <summary>The edge.</summary>
    public required Guid ConnectionId { get; init; }

    public required Guid SubscriptionId { get; init; }
    public required Guid ProductId { get; init; }
    public required string ProductName { get; init; }
    public required InvoiceType InvoiceType { get; init; }

    /// <summary>The product's.</summary>
    public string TaxCode { get; init; } = TaxContext.StandardCode;

    /// <summary>On a wholesale edge, for whom the account is; null on the edge of the sale itself.</summary>
    public string? EndAccountName { get; init; }

    public required int Quantity { get; init; }
    public required Money UnitPrice { get; init; }
    public required PriceSource PriceSource { get; init; }
    public required int PriceVersion { get; init; }
    public required Term Interval { get; init; }

    /// <summary>The seller's at the time of the sale: if it moves, the dates agreed on stay.</summary>
    public required string TimeZone { get; init; }

    /// <summary>First day charged for; null until charging starts.</summary>
    public DateOnly? AnchorDate { get; private set; }

    /// <summary>Number of the period to be charged next, from 0.</summary>
    public int NextPeriod { get; private set; }

    /// <summary>When that is due; null until charging starts.</summary>
    public DateTimeOffset? NextChargeAt { get; private set; }

    public PinnedPrice Price => new(UnitPrice, PriceSource, PriceVersion);

    /// <summary>What the buyer agreed to pay its seller.</summary>
    public static BillingSchedule ForSale(Subscription sale, string sellerTimeZone) => new()
    {
        Id = Guid.CreateVersion7(),
        RealmId = sale.RealmId,
        SellerId = sale.SellerId,
        BuyerId = sale.BuyerId,
        ConnectionId = sale.ConnectionId,
        SubscriptionId = sale.Id,
        ProductId = sale.ProductId,
        ProductName = sale.ProductName,
        InvoiceType = TypeOf(sale),
        Quantity = sale.Quantity,
        UnitPrice = sale.UnitPrice,
        PriceSource = PriceSource.Agreed,
        PriceVersion = 1,
        Interval = sale.Interval,
        TimeZone = sellerTimeZone,
    };

    /// <summary>What the sale costs on an edge above it.</summary>
    /// <param name="sale">What was sold to an end account.</param>
    /// <param name="edge">Whose charge it is, and its price.</param>
    /// <param name="per">Whether that price is for the account or for each of its units.</param>
    /// <param name="endAccountName">The customer.</param>
    /// <param name="sellerTimeZone">IANA name, of the edge's seller.</param>
    public static BillingSchedule ForSupply(Subscription sale, EdgePrice edge, ChargedPer per, string endAccountName, string sellerTimeZone) => new()
    {
        Id = Guid.CreateVersion7(),
        RealmId = sale.RealmId,
        SellerId = edge.SellerId,
        BuyerId = edge.BuyerId,
        ConnectionId = edge.ConnectionId,
        SubscriptionId = sale.Id,
        ProductId = sale.ProductId,
        ProductName = sale.ProductName,
        InvoiceType = TypeOf(sale),
        EndAccountName = endAccountName,
        Quantity = per == ChargedPer.Account ? 1 : sale.Quantity,
        UnitPrice = edge.Price.Unit,
        PriceSource = edge.Price.Source,
        PriceVersion = edge.Price.Version,
        Interval = sale.Interval,
        TimeZone = sellerTimeZone,
    };

    private static InvoiceType TypeOf(Subscription sale) => sale.ProductKind == ProductKind.AddOn ? InvoiceType.AddOn : InvoiceType.Subscription;

    public SellerCalendar Calendar() => new(TimeZoneInfo.FindSystemTimeZoneById(TimeZone));

    /// <summary>Sets the anchor. What has started stays as it started.</summary>
    /// <returns>True if this call started it.</returns>
    public bool Start(DateTimeOffset at)
    {
        if (AnchorDate is not null)
        {
            return false;
        }

        AnchorDate = Calendar().DateOf(at);
        NextChargeAt = at;
        return true;
    }

    /// <summary>The charge that is due next, after which the one following it is.</summary>
    /// <exception cref="InvalidOperationException">Charging has not started.</exception>
    public ChargeLine ChargeNext()
    {
        var anchor = new Anchor(AnchorDate ?? throw new InvalidOperationException("Charging has not started."), Interval);
        var line = ChargeLine.Recurring(anchor, NextPeriod, Quantity, Price);
        NextPeriod++;
        NextChargeAt = Calendar().StartOf(line.Period.End);
        return line;
    }
}
