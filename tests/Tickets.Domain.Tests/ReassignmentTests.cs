using FsCheck;
using FsCheck.Fluent;

namespace Tickets.Domain.Tests;

[Trait("Checklist", "T3")]
public sealed class ReassignmentTests
{
    private static readonly Guid Ann = Guid.Parse("00000000-0000-0000-0000-00000000000a");
    private static readonly Guid Bob = Guid.Parse("00000000-0000-0000-0000-00000000000b");
    private static readonly Guid Cid = Guid.Parse("00000000-0000-0000-0000-00000000000c");
    private static readonly DateTimeOffset Day = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void OpenOffer_OwnerChanged_OffersTheFormerOnesTickets() =>
        Assert.Equal(new ReassignmentOffer(3, Ann, Bob, Day.AddHours(3)), Offer(Ann, Ann, Bob));

    [Fact]
    public void OpenOffer_OtherNewsSinceTheChange_IsStillTheSameOffer() =>
        Assert.Equal(new ReassignmentOffer(2, Ann, Bob, Day.AddHours(2)), Offer(Ann, Bob, Bob, Bob));

    [Fact]
    public void OpenOffer_OwnerClearedInBetween_IsOfTheLastOneThereWas() => Assert.Equal((Ann, Bob), FromTo(Offer(Ann, null, Bob)));

    [Fact]
    public void OpenOffer_ChangedTwice_IsOfTheLastChangeOnly() => Assert.Equal((Bob, Cid), FromTo(Offer(Ann, Bob, Cid)));

    [Fact]
    public void OpenOffer_NothingToOfferOrNobodyToOfferItTo_IsNone()
    {
        Assert.Null(Offer());
        Assert.Null(Offer(Ann));
        Assert.Null(Offer(null, Ann));
        Assert.Null(Offer(Ann, null));
        Assert.Null(Offer(Ann, null, Ann));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    public void OpenOffer_Answered_IsNotMadeAgain(long decided, bool open) =>
        Assert.Equal(open, Reassignment.OpenOffer(History(Ann, Bob), decided, Day.AddDays(1)) is not null);

    [Fact]
    public void OpenOffer_AtTheEndOfItsTime_Expires()
    {
        var end = Day.AddHours(2) + Reassignment.Lifetime;

        Assert.Equal(end, Reassignment.OpenOffer(History(Ann, Bob), 0, end.AddTicks(-1))!.Value.ExpiresAt);
        Assert.Null(Reassignment.OpenOffer(History(Ann, Bob), 0, end));
    }

    [Fact]
    public void OpenOffer_AnyArrivalOrder_IsTheSame() =>
        Prop.ForAll(
            Gen.Elements<Guid?>(null, Ann, Bob, Cid).ArrayOf().ToArbitrary(),
            Gen.Choose(1, 97).ToArbitrary(),
            (owners, seed) =>
            {
                var history = History(owners);
                var shuffled = history.OrderBy(change => change.Version * seed % 101).ToArray();
                return Reassignment.OpenOffer(history, 0, Day.AddDays(7)) == Reassignment.OpenOffer(shuffled, 0, Day.AddDays(7));
            }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("Support", true, true)]
    [InlineData("Sales", true, false)]
    [InlineData("Support", false, false)]
    public void Assign_OwnerWhoIsKnown_OnlyIfTheyAnswerTickets(string role, bool isActive, bool given) =>
        Assert.Equal(given ? Ann : null, Routing.Assign(Ann, new Membership(Cid, role, isActive), Cid));

    [Fact]
    public void Assign_OwnerWhoIsNotKnownYet_IsTrusted()
    {
        Assert.Equal(Ann, Routing.Assign(Ann, membership: null, Cid));
        Assert.Null(Routing.Assign(owner: null, membership: null, Cid));
    }

    [Fact]
    public void Best_LeftAndCameBack_IsTheActiveOne()
    {
        Membership left = new(Cid, "Admin", IsActive: false), back = new(Cid, "Support", IsActive: true);

        Assert.Equal(back, Assignees.Best([left, back]));
        Assert.Null(Assignees.Best([]));
    }

    private static ReassignmentOffer? Offer(params Guid?[] owners) => Reassignment.OpenOffer(History(owners), decided: 0, Day.AddDays(1));

    private static (Guid, Guid) FromTo(ReassignmentOffer? offer) => (offer!.Value.FromId, offer.Value.ToId);

    /// <summary>Version n is of the n-th hour.</summary>
    private static OwnerChange[] History(params Guid?[] owners) => [.. owners.Select((owner, index) => new OwnerChange(index + 1, Day.AddHours(index + 1), owner))];
}
