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
    public required Guid ProductId { get; set; }
    public required string ProductName { get; set; }
    public required InvoiceType InvoiceType { get; init; }

    /// <summary>The product's.</summary>
    public string TaxCode { get; set; } = TaxContext.StandardCode;

    /// <summary>On a wholesale edge, for whom the account is; null on the edge of the sale itself.</summary>
    public string? EndAccountName { get; init; }

    public required int Quantity { get; set; }
    public required Money UnitPrice { get; set; }

    /// <summary>How much less that is than the list price.</summary>
    public long UnitDiscountMinorUnits { get; set; }

    public required PriceSource PriceSource { get; set; }
    public required int PriceVersion { get; set; }
    public required Term Interval { get; set; }

    /// <summary>The seller's at the time of the sale: if it moves, the dates agreed on stay.</summary>
    public required string TimeZone { get; init; }

    /// <summary>First day of the first period; null until charging starts.</summary>
    public DateOnly? AnchorDate { get; private set; }

    /// <summary>First day charged for where that is inside a period; null where it is the anchor.</summary>
    public DateOnly? StartsOn { get; private set; }

    /// <summary>First day not charged for any more; null while there is no end.</summary>
    public DateOnly? EndsOn { get; private set; }

    /// <summary>Number of the period to be charged next, from 0.</summary>
    public int NextPeriod { get; private set; }

    /// <summary>When that is due; null until charging starts, and when all is charged.</summary>
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

    /// <summary>Whether it is what the end account pays its seller, and not what that costs on an edge above.</summary>
    public bool IsOfSale => EndAccountName is null;

    public bool HasStarted => AnchorDate is not null;

    /// <summary>Sets the anchor. What has started stays as it started, and what has ended before does not start.</summary>
    /// <param name="at">When charging begins.</param>
    /// <param name="anchor">Periods to join, a main subscription's on this edge; null for periods of its own.</param>
    /// <returns>True if this call started it.</returns>
    public bool Start(DateTimeOffset at, DateOnly? anchor = null)
    {
        var day = Calendar().DateOf(at);
        if (AnchorDate is not null || EndsOn <= day)
        {
            return false;
        }

        var periods = new Anchor(anchor is { } joined && joined <= day ? joined : day, Interval);
        AnchorDate = periods.Date;
        NextPeriod = periods.NumberOf(day);
        StartsOn = periods.Period(NextPeriod).Start == day ? null : day;
        EndsOn = EndsOn is { } end && !IsOfSale ? periods.BoundaryFrom(end) : EndsOn;
        NextChargeAt = at;
        return true;
    }

    /// <exception cref="InvalidOperationException">Charging has not started.</exception>
    public RecurringCharge Recurring() => new(
        new Anchor(AnchorDate ?? throw new InvalidOperationException("Charging has not started."), Interval), NextPeriod, Quantity, Price, StartsOn, EndsOn);

    /// <summary>Goes on under other terms, or to another end.</summary>
    /// <param name="charge">As it is from now on.</param>
    /// <param name="now">A charge that should have been made by now, but was not, stays due as it was planned.</param>
    /// <returns>Whether it is to be billed at another time than was planned.</returns>
    public bool Continue(RecurringCharge charge, DateTimeOffset now)
    {
        Quantity = charge.Quantity;
        UnitPrice = charge.Price.Unit;
        PriceSource = charge.Price.Source;
        PriceVersion = charge.Price.Version;
        Interval = charge.Anchor.Interval;
        StartsOn = charge.StartsOn;
        EndsOn = charge.EndsOn;
        NextPeriod = charge.NextPeriod;
        var planned = NextChargeAt;
        var due = Calendar().StartOf(charge.Anchor.Period(NextPeriod).Start);
        NextChargeAt = charge.IsOver ? null : due > now ? due : planned ?? now;
        return NextChargeAt is not null && NextChargeAt != planned;
    }

    /// <summary>Other terms and end of what does not charge yet.</summary>
    public void Await(int quantity, PinnedPrice price, Term interval, DateOnly? endsOn)
    {
        if (HasStarted)
        {
            throw new InvalidOperationException("What charges already goes on by proration.");
        }

        Quantity = quantity;
        UnitPrice = price.Unit;
        PriceSource = price.Source;
        PriceVersion = price.Version;
        Interval = interval;
        EndsOn = endsOn;
    }

    /// <summary>The charge that is due next, after which the one following it is; null where the end came first.</summary>
    /// <exception cref="InvalidOperationException">Charging has not started.</exception>
    public ChargeLine? ChargeNext()
    {
        var charge = Recurring();
        var line = charge.Next();
        var next = charge.Advance();
        NextPeriod = next.NextPeriod;
        NextChargeAt = next.IsOver ? null : Calendar().StartOf(next.Anchor.Period(next.NextPeriod).Start);
        return line;
    }
}
