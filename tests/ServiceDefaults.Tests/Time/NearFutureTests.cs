using Microsoft.Extensions.Options;
using ServiceDefaults.Storage;
using ServiceDefaults.Time;

namespace ServiceDefaults.Tests.Time;

/// <summary>Whether the worker has to be woken for what was scheduled.</summary>
public sealed class NearFutureTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Sandbox = Guid.CreateVersion7();
    private static readonly Guid Other = Guid.CreateVersion7();

    [Theory]
    [InlineData(-60, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void Includes_DueInSeconds_OnlyWhatComesBeforeTheNextLook(int seconds, bool expected) =>
        Assert.Equal(expected, Of(ahead: TimeSpan.Zero).Includes(Other, Now.AddSeconds(seconds)));

    [Theory]
    [InlineData(30, true)]
    [InlineData(31, false)]
    public void Includes_SandboxAheadOfTheWallClock_CountsInItsTime(int days, bool expected)
    {
        var future = Of(ahead: TimeSpan.FromDays(30));

        Assert.Equal(expected, future.Includes(Sandbox, Now.AddDays(days)));
        Assert.False(future.Includes(Other, Now.AddDays(days)));
    }

    private static NearFuture Of(TimeSpan ahead)
    {
        var offsets = new RealmOffsets();
        offsets.Replace([KeyValuePair.Create(Sandbox, ahead)]);
        return new NearFuture(offsets, new Stopped(), Options.Create(new DueWorkOptions()));
    }

    private sealed class Stopped : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
