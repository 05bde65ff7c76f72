using Billing.Api.Invoices;
using Billing.Domain;

namespace Billing.Api.Subscriptions;

/// <summary>What an agreement comes to, worked out but not done: a quote shows the very lines that carrying it out charges.</summary>
/// <param name="Edges">The sale's own edge and those above it.</param>
/// <param name="CarryOut">Does all of it but invoicing, which <see cref="AgreedChanges"/> does; the caller saves.</param>
internal sealed record AgreedChange(IReadOnlyList<QuotedEdge> Edges, Func<CancellationToken, Task<CarriedOut>> CarryOut)
{
    /// <summary>What is made, for what is to belong to it; null where nothing is.</summary>
    public CreatedSubscription? Created { get; init; }
}

/// <param name="SubscriptionId">What was made or changed.</param>
/// <param name="Lines">What that costs at once, on every edge.</param>
internal sealed record CarriedOut(Guid SubscriptionId, IReadOnlyList<Billable> Lines);

/// <summary>A subscription with its schedules on every edge, not saved yet.</summary>
internal sealed record CreatedSubscription(Subscription Subscription, IReadOnlyList<BillingSchedule> Schedules);

/// <summary>What one edge is charged.</summary>
/// <param name="Now">At once.</param>
/// <param name="Next">With the next period.</param>
/// <param name="NextIsEstimate">Nobody knows yet when that begins: it waits for first use.</param>
internal sealed record QuotedEdge(BillingSchedule Schedule, IReadOnlyList<PlannedLine> Now, PlannedLine? Next, bool NextIsEstimate = false)
{
    public static QuotedEdge Of(PlannedEdge edge) => new(edge.Schedule, [.. edge.Now], edge.Next);

    /// <summary>A new schedule: what it charges first is due at once, or when the trial is over.</summary>
    /// <param name="schedule">Started, or waiting.</param>
    /// <param name="firstDay">Where it waits: the day on which charging will begin, as far as that is known.</param>
    /// <param name="isEstimate">Whether that day depends on first use.</param>
    public static QuotedEdge OfNew(BillingSchedule schedule, DateOnly firstDay, bool isEstimate)
    {
        if (schedule.HasStarted)
        {
            var charge = schedule.Recurring();
            var next = schedule.Charging == ChargeModel.OneTime ? null : charge.Advance().Next();
            return new QuotedEdge(schedule, Lines(schedule, charge.Next()), Lines(schedule, next).SingleOrDefault());
        }

        var first = ChargeLine.Recurring(new Anchor(firstDay, schedule.Interval), 0, schedule.Quantity, schedule.Price);
        return new QuotedEdge(schedule, [], Lines(schedule, first).SingleOrDefault(), isEstimate);
    }

    private static IReadOnlyList<PlannedLine> Lines(BillingSchedule schedule, ChargeLine? line) =>
        schedule.AsCharged(line) is { } charged ? [new PlannedLine(schedule.Product, charged)] : [];
}
