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

    /// <summary>How the product is paid for.</summary>
    public ChargeModel Charging { get; init; } = ChargeModel.Recurring;

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

    /// <summary>On a wholesale edge, whether the price is for the account or for each of its units; a sale is always per unit.</summary>
    public ChargedPer Per { get; set; } = ChargedPer.Unit;

    public ChargedProduct Product => new(ProductId, ProductName, TaxCode, Charging);

    public PinnedPrice Price => new(UnitPrice, PriceSource, PriceVersion);

    public Money Discount => new(UnitDiscountMinorUnits, UnitPrice.Currency);

    /// <summary>What the buyer agreed to pay its seller.</summary>
    /// <param name="sale">What was sold.</param>
    /// <param name="terms">For how much.</param>
    /// <param name="sellerTimeZone">IANA name.</param>
    public static BillingSchedule ForSale(Subscription sale, EdgeTerms terms, string sellerTimeZone) =>
        Of(sale, (sale.ConnectionId, sale.SellerId, sale.BuyerId), terms, endAccountName: null, sellerTimeZone);

    /// <summary>What the sale costs on an edge above it.</summary>
    /// <param name="sale">What was sold to an end account.</param>
    /// <param name="edge">Whose charge it is.</param>
    /// <param name="terms">For how much.</param>
    /// <param name="endAccountName">The customer.</param>
    public static BillingSchedule ForSupply(Subscription sale, EdgePrice edge, EdgeTerms terms, string endAccountName) =>
        Of(sale, (edge.ConnectionId, edge.SellerId, edge.BuyerId), terms, endAccountName, edge.Edge.SellerTimeZone);

    private static BillingSchedule Of(
        Subscription sale, (Guid ConnectionId, Guid SellerId, Guid BuyerId) edge, EdgeTerms terms, string? endAccountName, string timeZone) => new()
    {
        Id = Guid.CreateVersion7(),
        RealmId = sale.RealmId,
        SellerId = edge.SellerId,
        BuyerId = edge.BuyerId,
        ConnectionId = edge.ConnectionId,
        SubscriptionId = sale.Id,
        ProductId = terms.Product.Id,
        ProductName = terms.Product.Name,
        TaxCode = terms.Product.TaxCode,
        InvoiceType = ChargingRules.InvoicedAs(sale.ProductKind, terms.Product.Charging),
        Charging = terms.Product.Charging,
        EndAccountName = endAccountName,
        Per = terms.Per,
        Quantity = terms.Quantity,
        UnitPrice = terms.Price.Unit,
        UnitDiscountMinorUnits = terms.Discount.MinorUnits,
        PriceSource = terms.Price.Source,
        PriceVersion = terms.Price.Version,
        Interval = terms.Interval,
        TimeZone = timeZone,
        EndsOn = terms.EndsOn,
    };

    public SellerCalendar Calendar() => SellerCalendar.In(TimeZone);

    /// <summary>Whether it is what the end account pays its seller, and not what that costs on an edge above.</summary>
    public bool IsOfSale => EndAccountName is null;

    public bool HasStarted => AnchorDate is not null;

    /// <summary>First day charged for; null while it waits.</summary>
    public DateOnly? ChargedFrom => StartsOn ?? AnchorDate;

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

    /// <summary>A new add-on's schedule ends when its main subscription's on the same edge does.</summary>
    public void EndWith(DateOnly? mainEndsOn) => EndsOn = mainEndsOn;

    /// <exception cref="InvalidOperationException">Charging has not started.</exception>
    public RecurringCharge Recurring() => new(
        new Anchor(AnchorDate ?? throw new InvalidOperationException("Charging has not started."), Interval), NextPeriod, Quantity, Price, StartsOn, EndsOn);

    /// <summary>Goes on under other terms, or to another end.</summary>
    /// <param name="terms">What is charged from now on.</param>
    /// <param name="charge">How that goes on; null where charging has not started.</param>
    /// <param name="now">A charge that should have been made by now, but was not, stays due as it was planned.</param>
    /// <returns>Whether it is to be billed at another time than was planned.</returns>
    public bool Continue(EdgeTerms terms, RecurringCharge? charge, DateTimeOffset now)
    {
        ProductId = terms.Product.Id;
        ProductName = terms.Product.Name;
        TaxCode = terms.Product.TaxCode;
        Per = terms.Per;
        Quantity = terms.Quantity;
        UnitPrice = terms.Price.Unit;
        UnitDiscountMinorUnits = terms.Discount.MinorUnits;
        PriceSource = terms.Price.Source;
        PriceVersion = terms.Price.Version;
        Interval = terms.Interval;
        EndsOn = terms.EndsOn;
        if (charge is null)
        {
            return false;
        }

        StartsOn = charge.StartsOn;
        EndsOn = charge.EndsOn;
        NextPeriod = charge.NextPeriod;
        var planned = NextChargeAt;
        var due = Calendar().StartOf(charge.Anchor.Period(NextPeriod).Start);
        NextChargeAt = charge.IsOver ? null : due > now ? due : planned ?? now;
        return NextChargeAt is not null && NextChargeAt != planned;
    }

    /// <summary>The charge that is due next, after which the one following it is; null where the end came first.</summary>
    /// <exception cref="InvalidOperationException">Charging has not started.</exception>
    public ChargeLine? ChargeNext()
    {
        var charge = Recurring();
        var line = charge.Next();
        var next = charge.Advance();
        NextPeriod = next.NextPeriod;
        NextChargeAt = next.IsOver || Charging == ChargeModel.OneTime ? null : Calendar().StartOf(next.Anchor.Period(next.NextPeriod).Start);
        return AsCharged(line);
    }

    /// <summary>What the product's way of charging makes of a period's line.</summary>
    public ChargeLine? AsCharged(ChargeLine? line) => Charging switch
    {
        ChargeModel.OneTime when line is not null => ChargeLine.Once(line.Period.Start, Quantity, Price),
        // Its periods only say when what was used is billed.
        ChargeModel.Usage when line is { Amount.IsZero: true } => null,
        _ => line,
    };
}
