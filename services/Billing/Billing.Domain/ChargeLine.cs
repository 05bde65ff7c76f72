using Primitives;

namespace Billing.Domain;

/// <summary>What a charged price is for.</summary>
public enum ChargeBasis
{
    /// <summary>A period, whole or in part.</summary>
    Days,

    /// <summary>For good.</summary>
    Once,

    /// <summary>Each event.</summary>
    Events,
}

/// <summary>What is charged for one period on one edge, and why it is that much.</summary>
/// <param name="Period">The days charged for.</param>
/// <param name="PeriodDays">The days of the whole period they lie in.</param>
/// <param name="Quantity">Units charged.</param>
/// <param name="Price">The pinned price of one unit for one whole period.</param>
/// <param name="Amount">What is charged.</param>
public sealed record ChargeLine(Period Period, int PeriodDays, int Quantity, PinnedPrice Price, Money Amount)
{
    /// <summary>What the price is for.</summary>
    public ChargeBasis Basis { get; init; } = ChargeBasis.Days;

    /// <summary>How much less is given back than the days are worth, because credit notes gave it back already; null where nothing was.</summary>
    public Money? CreditedBefore { get; init; }

    /// <summary>The arithmetic, for a person: <c>20.00 USD × 3 × 31/31 days = 60.00 USD</c>.</summary>
    public string Formula => Basis switch
    {
        ChargeBasis.Days => $"{Price.Unit} × {Quantity} × {Period.Days}/{PeriodDays} days = {Worth}",
        ChargeBasis.Events => $"{Price.Unit} × {Quantity} events = {Amount}",
        _ => $"{Price.Unit} × {Quantity} = {Amount}",
    };

    private string Worth => CreditedBefore is { } credited ? $"{Amount - credited}, of which {credited} was credited before: {Amount}" : Amount.ToString();

    /// <summary>A whole period, in advance.</summary>
    public static ChargeLine Recurring(Anchor anchor, int number, int quantity, PinnedPrice price)
    {
        var period = anchor.Period(number);
        return new ChargeLine(period, period.Days, quantity, price, price.Unit * quantity);
    }

    /// <summary>Something that is paid once, on the day it is bought.</summary>
    public static ChargeLine Once(DateOnly day, int quantity, PinnedPrice price) =>
        new(new Period(day, day.AddDays(1)), 1, quantity, price, price.Unit * quantity) { Basis = ChargeBasis.Once };

    /// <summary>What was used, in arrears.</summary>
    /// <param name="days">From the day of the first event to that after the last.</param>
    /// <param name="events">How many.</param>
    /// <param name="price">Of one.</param>
    public static ChargeLine Used(Period days, int events, PinnedPrice price) =>
        new(days, days.Days, events, price, price.Unit * events) { Basis = ChargeBasis.Events };

    /// <summary>Part of a period, by the day.</summary>
    /// <param name="anchor">Where the period lies.</param>
    /// <param name="number">Which period.</param>
    /// <param name="days">The part, inside the period.</param>
    /// <param name="quantity">Units charged.</param>
    /// <param name="price">Of one unit for the whole period.</param>
    /// <remarks>
    /// The amount is the difference of what is owed up to the part's end and up to its start. So the parts of a period, however it is cut,
    /// add up to the period, which rounding each part by itself would miss by a cent now and then.
    /// </remarks>
    public static ChargeLine Prorated(Anchor anchor, int number, Period days, int quantity, PinnedPrice price)
    {
        var whole = anchor.Period(number);
        if (days.Start < whole.Start || days.End > whole.End || days.Days < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(days), days, "The days lie outside the period.");
        }

        var before = days.Start.DayNumber - whole.Start.DayNumber;
        var parts = (price.Unit * quantity).Allocate(before, days.Days, whole.End.DayNumber - days.End.DayNumber);
        return new ChargeLine(days, whole.Days, quantity, price, parts[1]);
    }
}
