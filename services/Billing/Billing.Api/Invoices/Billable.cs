using Billing.Domain;

namespace Billing.Api.Invoices;

/// <summary>Something to put on an edge's next invoice.</summary>
/// <param name="Schedule">Says what for and between whom.</param>
/// <param name="Line">How much, and why that much.</param>
/// <param name="Key">From <see cref="ChargeKeys"/>: on one edge the same key is charged once, ever.</param>
internal sealed record Billable(BillingSchedule Schedule, ChargeLine Line, ChargeKind Kind, string Key)
{
    /// <summary>What for, which is the schedule's product unless that has just changed.</summary>
    public ChargedProduct Product { get; init; } = Schedule.Product;

    /// <summary>The schedule's next period, after which it moves on; null where its end came first.</summary>
    public static Billable? Next(BillingSchedule schedule) => schedule.ChargeNext() switch
    {
        null => null,
        { Basis: ChargeBasis.Once } once => new Billable(schedule, once, ChargeKind.OneTime, ChargeKeys.OneTime(schedule.SubscriptionId)),
        var line => new Billable(schedule, line, ChargeKind.Recurring, ChargeKeys.Recurring(schedule.SubscriptionId, line.Period.Start)),
    };

    public BillableLine ToLine() => new(Schedule.InvoiceType, Product.TaxCode, Line.Amount);
}
