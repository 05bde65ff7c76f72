namespace Billing.Domain;

/// <summary>Dates as the seller's office sees them. Periods, issue dates and due dates are calendar dates there, not stretches of 24 hours.</summary>
public sealed class SellerCalendar(TimeZoneInfo zone)
{
    /// <param name="timeZone">IANA name.</param>
    public static SellerCalendar In(string timeZone) => new(TimeZoneInfo.FindSystemTimeZoneById(timeZone));

    public DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    /// <summary>The first instant of the day, in UTC: 01:00 where summer time begins at midnight, the earlier midnight where a day has two.</summary>
    public DateTimeOffset StartOf(DateOnly date)
    {
        var local = date.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(30);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
