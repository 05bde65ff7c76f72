using Billing.Api.Jobs;
using Billing.Api.Storage;
using ServiceDefaults.Storage;

namespace Billing.Api.Invoices;

internal static class Charging
{
    /// <summary>Has a schedule charge from then on. One that already does is left alone.</summary>
    public static void StartCharging(this BillingDb db, BillingSchedule schedule, DateTimeOffset at)
    {
        if (schedule.Start(at))
        {
            db.ScheduleBilling(schedule.ConnectionId, at);
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
