using System.Runtime.ExceptionServices;
using ServiceDefaults.Storage;

namespace ServiceDefaults.Tests.Storage;

public sealed class WakeSignalTests
{
    private const int Kept = 8;

    [Fact]
    public async Task Raise_MoreOftenThanAnybodySleeps_KeepsOneForEachSleeperWithoutAnException()
    {
        using var bell = new WakeSignal();
        var (thread, thrown) = (Environment.CurrentManagedThreadId, 0);
        AppDomain.CurrentDomain.FirstChanceException += Count;
        for (var ring = 0; ring < 3 * Kept; ring++)
            bell.Raise();
        AppDomain.CurrentDomain.FirstChanceException -= Count;

        Assert.Equal(0, thrown);
        for (var sleeper = 0; sleeper < Kept; sleeper++)
            Assert.True(await bell.WaitAsync(TimeSpan.Zero, CancellationToken.None));
        Assert.False(await bell.WaitAsync(TimeSpan.Zero, CancellationToken.None));

        void Count(object? sender, FirstChanceExceptionEventArgs e) => thrown += e.Exception is SemaphoreFullException && Environment.CurrentManagedThreadId == thread ? 1 : 0;
    }
}
