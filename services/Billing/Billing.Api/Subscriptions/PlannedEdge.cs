using Billing.Api.Invoices;
using Billing.Domain;

namespace Billing.Api.Subscriptions;

/// <summary>What a change comes to on one edge: worked out, not done.</summary>
/// <param name="Schedule">As it is.</param>
/// <param name="Terms">What it charges from then on.</param>
/// <param name="Change">How a running charge goes on, with the lines for what is charged already; null where charging has not started.</param>
internal sealed record PlannedEdge(BillingSchedule Schedule, EdgeTerms Terms, ProratedChange? Change)
{
    public IEnumerable<PlannedLine> Now =>
        Change is null
            ? []
            : Change.Before.Select(line => new PlannedLine(Schedule.Product, line)).Concat(Change.After.Select(line => new PlannedLine(Terms.Product, line)));

    public PlannedLine? Next => Schedule.AsCharged(Change?.Charge.Next()) is { } line ? new PlannedLine(Terms.Product, line) : null;

    /// <summary>Other terms from a day on.</summary>
    public static PlannedEdge Changed(BillingSchedule schedule, EdgeTerms terms, DateOnly day) => new(
        schedule, terms, schedule.HasStarted ? Proration.Change(schedule.Recurring(), terms.Quantity, terms.Price, terms.Interval, day) : null);

    /// <summary>
    /// The subscription ends that day. The buyer gets the days left of the sale back; wholesale is owed in full for the period it is in, and nothing is given back.
    /// </summary>
    public static PlannedEdge Ended(BillingSchedule schedule, DateOnly day) =>
        To(schedule, day, charge => schedule.IsOfSale ? Proration.End(charge, day) : Proration.EndWithPeriod(charge, day));

    /// <summary>The subscription is to end on a later day, or not to end any more. What is charged already stays charged until then.</summary>
    public static PlannedEdge Ending(BillingSchedule schedule, DateOnly? day) => To(schedule, day, charge => day switch
    {
        null => Proration.End(charge, null),
        { } last when !schedule.IsOfSale => Proration.EndWithPeriod(charge, last),
        { } last => Proration.End(charge, last < charge.ChargedPeriodsEnd ? charge.ChargedPeriodsEnd : last),
    });

    /// <summary>Nothing changes there yet.</summary>
    public static PlannedEdge Unchanged(BillingSchedule schedule) =>
        To(schedule, schedule.EndsOn, charge => new ProratedChange(charge, [], []));

    private static PlannedEdge To(BillingSchedule schedule, DateOnly? day, Func<RecurringCharge, ProratedChange> end) => new(
        schedule, EdgeTerms.Of(schedule) with { EndsOn = day }, schedule.HasStarted ? end(schedule.Recurring()) : null);
}

/// <summary>A line, and what for.</summary>
internal sealed record PlannedLine(ChargedProduct Product, ChargeLine Line);
