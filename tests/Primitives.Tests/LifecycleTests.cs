namespace Primitives.Tests;

public sealed class LifecycleTests
{
    private static readonly Lifecycle<Door, Hand, Person> Doors = new(
        "FrontDoor",
        (Door.Closed, Hand.PushOpen, Person.Guest, Door.Open),
        (Door.Closed, Hand.Lock, Person.Owner, Door.Locked),
        (Door.Closed, Hand.PushOpen, Person.Owner, Door.Open));

    private enum Door
    {
        Open,
        Closed,
        Locked,
    }

    private enum Hand
    {
        PushOpen,
        Lock,
    }

    private enum Person
    {
        Guest,
        Owner,
    }

    [Fact]
    public void Next_ListedMove_GivesItsState() =>
        Assert.Equal(Door.Locked, Doors.Next(Door.Closed, Hand.Lock, Person.Owner).Value);

    [Fact]
    public void Next_MoveByTheWrongActor_IsAConflictNamedAfterTheAction()
    {
        Assert.True(Doors.Next(Door.Closed, Hand.Lock, Person.Guest).IsRefused(out var refusal, out _));
        Assert.Equal("front_door_lock_not_allowed", refusal.Code);
        Assert.Equal(RefusalKind.Conflict, refusal.Kind);
    }

    [Fact]
    public void Next_UnlistedState_IsRefused() =>
        Assert.Equal("front_door_push_open_not_allowed", Doors.Next(Door.Locked, Hand.PushOpen, Person.Owner).Refusal?.Code);

    [Fact]
    public void Allowed_ForAnActor_ListsItsMovesInTheTablesOrder() =>
        Assert.Equal([Hand.Lock, Hand.PushOpen], Doors.Allowed(Door.Closed, Person.Owner));

    [Fact]
    public void Build_AmbiguousTable_Throws() =>
        Assert.Throws<ArgumentException>(() => new Lifecycle<Door, Hand, Person>(
            "FrontDoor",
            (Door.Closed, Hand.Lock, Person.Owner, Door.Locked),
            (Door.Closed, Hand.Lock, Person.Owner, Door.Open)));
}
