using FsCheck;
using FsCheck.Fluent;
using Tickets.Domain;

namespace Tickets.Domain.Tests;

[Trait("Checklist", "T3")]
public sealed class RoutingTests
{
    private static readonly Guid Ann = Guid.Parse("00000000-0000-0000-0000-00000000000a");
    private static readonly Guid Bob = Guid.Parse("00000000-0000-0000-0000-00000000000b");
    private static readonly DateTimeOffset Day = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void OwnerAt_NoHistory_IsTheQueue() => Assert.Null(Routing.OwnerAt([], Day));

    [Fact]
    public void OwnerAt_TicketMadeBeforeTheAssignment_IsTheQueue() => Assert.Null(Routing.OwnerAt([new(2, Day.AddHours(1), Ann)], Day));

    [Fact]
    public void OwnerAt_TicketMadeAtTheMomentOfAssignment_IsTheOwner() => Assert.Equal(Ann, Routing.OwnerAt([new(2, Day, Ann)], Day));

    [Fact]
    public void OwnerAt_OwnerChangedAfterTheTicket_IsTheOneBefore() =>
        Assert.Equal(Ann, Routing.OwnerAt([new(3, Day.AddHours(1), Bob), new(2, Day.AddHours(-1), Ann)], Day));

    [Fact]
    public void OwnerAt_OwnerClearedBeforeTheTicket_IsTheQueue() =>
        Assert.Null(Routing.OwnerAt([new(2, Day.AddHours(-2), Ann), new(3, Day.AddHours(-1), null)], Day));

    [Fact]
    public void OwnerAt_TwoChangesInOneInstant_IsTheLaterVersion() =>
        Assert.Equal(Bob, Routing.OwnerAt([new(3, Day, Bob), new(2, Day, Ann)], Day));

    [Fact]
    public void OwnerAt_AnyArrivalOrder_IsTheSame() =>
        Prop.ForAll(
            Gen.Elements<Guid?>(null, Ann, Bob).ArrayOf().ToArbitrary(),
            Gen.Choose(0, 20).ToArbitrary(),
            Gen.Choose(1, 97).ToArbitrary(),
            (owners, hour, seed) =>
            {
                var history = owners.Select((owner, index) => new OwnerChange(index + 1, Day.AddHours(index), owner)).ToArray();
                var shuffled = history.OrderBy(change => change.Version * seed % 101).ToArray();
                var asked = Day.AddHours(hour);
                var expected = hour < owners.Length ? owners[hour] : owners.LastOrDefault();
                return Routing.OwnerAt(history, asked) == expected && Routing.OwnerAt(shuffled, asked) == expected;
            }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(TicketStatus.Open, false, true)]
    [InlineData(TicketStatus.InProgress, false, true)]
    [InlineData(TicketStatus.Resolved, false, false)]
    [InlineData(TicketStatus.Closed, false, false)]
    [InlineData(TicketStatus.Open, true, false)]
    [InlineData(TicketStatus.InProgress, true, false)]
    [InlineData(TicketStatus.Resolved, true, false)]
    [InlineData(TicketStatus.Closed, true, false)]
    public void StillWaits_EachStatus_OnlyWhenNobodyTookItUp(TicketStatus status, bool takenUp, bool expected) =>
        Assert.Equal(expected, Routing.StillWaits(status, takenUp));
}
