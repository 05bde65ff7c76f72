using Testing;

// The tests share one running platform, and some of them break parts of it for a while.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(Platform.Tests.SharedSystem))]

namespace Platform.Tests;

/// <summary>Ends the shared platform when the last test has ended.</summary>
public sealed class SharedSystem : IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await WholeSystem.StopSharedAsync();
}
