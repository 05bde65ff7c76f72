using FsCheck;
using FsCheck.Fluent;
using Primitives;

namespace Billing.Domain.Tests;

public sealed class CalendarTests
{
    [Fact]
    public void Period_AnchoredOnThe31st_KeepsItsDayWhereTheMonthHasIt()
    {
        var anchor = new Anchor(new DateOnly(2026, 1, 31), Term.Month);

        Assert.Equal(
            [new(2026, 1, 31), new(2026, 2, 28), new(2026, 3, 31), new(2026, 4, 30), new(2026, 5, 31)],
            Enumerable.Range(0, 5).Select(number => anchor.Period(number).Start));
        Assert.Equal(new DateOnly(2028, 2, 29), anchor.Period(25).Start);
    }

    [Theory]
    [InlineData(Term.Quarter, "2026-04-30")]
    [InlineData(Term.Year, "2027-01-31")]
    [InlineData(Term.TwoYears, "2028-01-31")]
    [InlineData(Term.ThreeYears, "2029-01-31")]
    public void Period_AnyInterval_EndsThatMuchLater(Term interval, string end) =>
        Assert.Equal(DateOnly.Parse(end), new Anchor(new DateOnly(2026, 1, 31), interval).Period(0).End);

    [Fact]
    public void Period_AnyAnchor_FollowsTheOneBeforeWithoutGapOrOverlap() =>
        Prop.ForAll(
            (from day in Gen.Choose(0, 3_000) from interval in Gen.Elements(Enum.GetValues<Term>()) from number in Gen.Choose(0, 60) select (day, interval, number)).ToArbitrary(),
            made =>
            {
                var anchor = new Anchor(new DateOnly(2024, 1, 1).AddDays(made.day), made.interval);
                var period = anchor.Period(made.number);
                return period.Days > 0 && anchor.Period(made.number + 1).Start == period.End;
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void DateOf_LateEvening_IsTheSellersDateAndNotGreenwichs()
    {
        var berlin = new SellerCalendar(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

        Assert.Equal(new DateOnly(2026, 2, 1), berlin.DateOf(new DateTimeOffset(2026, 1, 31, 23, 30, 0, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-07-01", "2026-06-30T22:00:00Z")]
    [InlineData("Europe/Berlin", "2026-01-01", "2025-12-31T23:00:00Z")]
    [InlineData("UTC", "2026-01-01", "2026-01-01T00:00:00Z")]
    [InlineData("Africa/Cairo", "2024-04-26", "2024-04-25T22:00:00Z")] // summer time begins at midnight: the day starts at 01:00
    [InlineData("America/Havana", "2024-11-03", "2024-11-03T04:00:00Z")] // 00:00 to 01:00 happens twice: the day starts with the first
    public void StartOf_AnyDay_IsItsFirstInstant(string zone, string date, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected), new SellerCalendar(TimeZoneInfo.FindSystemTimeZoneById(zone)).StartOf(DateOnly.Parse(date)));

    [Fact]
    public void StartOf_AnyZoneAndDay_LiesInThatDayAndTheInstantBeforeDoesNot() =>
        Prop.ForAll(
            (from day in Gen.Choose(0, 3_650)
             from zone in Gen.Elements("UTC", "Europe/Berlin", "America/Sao_Paulo", "America/Havana", "Africa/Cairo", "Asia/Kathmandu", "Pacific/Auckland", "Australia/Lord_Howe")
             select (day, zone)).ToArbitrary(),
            made =>
            {
                var calendar = new SellerCalendar(TimeZoneInfo.FindSystemTimeZoneById(made.zone));
                var date = new DateOnly(2018, 1, 1).AddDays(made.day);
                var start = calendar.StartOf(date);
                return calendar.DateOf(start) == date && calendar.DateOf(start.AddTicks(-1)) == date.AddDays(-1);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
}
