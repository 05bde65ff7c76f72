using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace ServiceDefaults.Hosting;

/// <summary>
/// Gives back what a process needed to start, or for a burst of work, once it has little to do. The runtime collects when it needs room and keeps what it
/// has; with one of many services on a machine, the others have better use for it.
/// </summary>
internal sealed class IdleMemory(TimeProvider wallClock) : BackgroundService
{
    private const long MegaByte = 1024 * 1024;

    /// <summary>Less than this allocated in a period is idling: polls, health checks and telemetry.</summary>
    private const long Quiet = 4 * MegaByte;

    /// <summary>Collecting stops the process for some 20 ms: at this, an idle one does it about twice a minute.</summary>
    private const long WorthCollecting = 2 * MegaByte;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, wallClock);
        var (before, atCollection) = (0L, 0L);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var allocated = GC.GetTotalAllocatedBytes();
            if (allocated - before < Quiet && allocated - atCollection > WorthCollecting)
            {
                GiveBack();
                atCollection = allocated;
            }

            before = allocated;
        }
    }

    private static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (OperatingSystem.IsLinux() && RuntimeInformation.RuntimeIdentifier.StartsWith("linux-musl", StringComparison.Ordinal) is false)
        {
            // The compiler's memory is the C library's, which keeps what is freed.
            _ = TrimHeap(0);
        }
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    private static extern int TrimHeap(nint keep);
}

public static class IdleMemoryRegistration
{
    public static IServiceCollection AddIdleMemory(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services.AddHostedService<IdleMemory>();
    }
}
