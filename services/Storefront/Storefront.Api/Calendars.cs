namespace Storefront.Api;

/// <summary>Days where nobody told in whose calendar: the seller's is known to Billing alone.</summary>
internal static class Calendars
{
    private static readonly TimeSpan LatestZone = TimeSpan.FromHours(14);
    private static readonly TimeSpan EarliestZone = TimeSpan.FromHours(-12);

    /// <summary>The earliest day it is anywhere: nothing is over too soon.</summary>
    public static DateOnly EarliestToday(DateTimeOffset now) => DateOnly.FromDateTime((now + EarliestZone).UtcDateTime);

    /// <summary>The latest day that a moment can have been on.</summary>
    public static DateOnly LatestDayOf(DateTimeOffset moment) => DateOnly.FromDateTime((moment + LatestZone).UtcDateTime);
}
