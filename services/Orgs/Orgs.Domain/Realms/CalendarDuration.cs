using System.Globalization;
using System.Text.RegularExpressions;

namespace Orgs.Domain.Realms;

/// <summary>An ISO 8601 duration such as <c>P13D</c>, <c>P1M</c> or <c>PT36H</c>; months and years are calendar months and years.</summary>
public readonly partial record struct CalendarDuration(int Months, TimeSpan Time)
{
    public DateTimeOffset After(DateTimeOffset start) => start.AddMonths(Months) + Time;

    public static bool TryParse(string? text, out CalendarDuration duration)
    {
        duration = default;
        var match = Iso().Match(text ?? "");
        if (!match.Success || text!.EndsWith('P') || text.EndsWith('T'))
        {
            return false;
        }

        // Four digits each keep every sum far inside the ranges of TimeSpan and DateTimeOffset's arithmetic is checked by the caller's limit.
        int Part(string name) => match.Groups[name] is { Success: true } group ? int.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : 0;
        var days = (Part("weeks") * 7) + Part("days");
        duration = new CalendarDuration(
            (Part("years") * 12) + Part("months"),
            new TimeSpan(days, Part("hours"), Part("minutes"), Part("seconds")));
        return true;
    }

    [GeneratedRegex(
        @"^P(?:(?<years>\d{1,3})Y)?(?:(?<months>\d{1,4})M)?(?:(?<weeks>\d{1,4})W)?(?:(?<days>\d{1,4})D)?(?:T(?:(?<hours>\d{1,5})H)?(?:(?<minutes>\d{1,6})M)?(?:(?<seconds>\d{1,7})S)?)?$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 100)]
    private static partial Regex Iso();
}
