using Billing.Api.Invoices;
using Billing.Domain;
using Primitives;
using ServiceDefaults.Storage;

namespace Billing.Api.Usage;

/// <summary>Events of one kind on one edge at one pinned price, counted until the edge is billed. Then it is closed, and is one line.</summary>
internal sealed class UsageTally : IConnectionRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required Guid ConnectionId { get; init; }
    public required Guid ScheduleId { get; init; }
    public required FeeKind Kind { get; init; }
    public required Money UnitPrice { get; init; }
    public required PriceSource PriceSource { get; init; }
    public required int PriceVersion { get; init; }
    public required int Events { get; init; }

    /// <summary>Days of the first and the last event, in the seller's calendar.</summary>
    public required DateOnly FirstOn { get; init; }

    public required DateOnly LastOn { get; init; }

    /// <summary>When it was billed; null while it counts.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    public Billable ToBillable(BillingSchedule schedule)
    {
        var line = ChargeLine.Used(new Period(FirstOn, LastOn.AddDays(1)), Events, new PinnedPrice(UnitPrice, PriceSource, PriceVersion));
        var fee = Kind == FeeKind.Booking ? "booking fee" : "transfer fee";
        return new Billable(schedule, line, ChargeKind.Usage, ChargeKeys.Usage(Id))
        {
            Product = schedule.Product with { Name = $"{schedule.ProductName}, {fee}" },
        };
    }
}
