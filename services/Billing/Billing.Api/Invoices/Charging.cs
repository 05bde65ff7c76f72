using Billing.Api.Jobs;
using Billing.Api.Storage;
using ServiceDefaults.Storage;

namespace Billing.Api.Invoices;

internal static class Charging
{
    /// <summary>Has a schedule charge from then on. One that already does is left alone.</summary>
    /// <param name="db">Where billing is planned.</param>
    /// <param name="schedule">Not yet charging.</param>
    /// <param name="at">When charging begins.</param>
    /// <param name="anchor">Periods to join; null for periods of its own.</param>
    public static void StartCharging(this BillingDb db, BillingSchedule schedule, DateTimeOffset at, DateOnly? anchor = null)
    {
        if (schedule.Start(at, anchor))
        {
            db.PlanBilling(schedule);
        }
    }

    /// <summary>Has a schedule billed when it is due next, if it is.</summary>
    public static void PlanBilling(this BillingDb db, BillingSchedule schedule)
    {
        if (schedule.NextChargeAt is { } due)
        {
            db.ScheduleBilling(schedule.ConnectionId, due);
        }
    }

    /// <summary>
    /// Has an edge billed at that instant. An item per edge and instant, so that everything due together is on one invoice, and planning the next one
    /// never touches the one that runs.
    /// </summary>
    public static void ScheduleBilling(this BillingDb db, Guid connectionId, DateTimeOffset at)
    {
        var billing = BillingOf(connectionId, at);
        db.Schedule<BillConnection>(billing.Key, billing.DueAt, billing.Payload);
    }

    public static BulkDueWork BillingOf(Guid connectionId, DateTimeOffset at) => new($"{connectionId}/{at.UtcDateTime:O}", at, new BillConnection.Edge(connectionId));
}
