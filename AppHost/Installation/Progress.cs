using System.Diagnostics;
using Aspire.Hosting;

namespace AppHost.Installation;

/// <summary>Says on the console which resource became healthy when, and names those that are still awaited after a while.</summary>
internal sealed class Progress(DistributedApplication app, IReadOnlyList<string> resources, string logFolder)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>Returns when all are healthy.</summary>
    public async Task AllHealthyAsync(CancellationToken cancellationToken)
    {
        var waits = resources.ToDictionary(name => name, name => HealthyAsync(name, cancellationToken), StringComparer.Ordinal);
        var all = Task.WhenAll(waits.Values);
        while (await Task.WhenAny(all, Task.Delay(Patience, cancellationToken)) != all)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var awaited = waits.Where(wait => !wait.Value.IsCompleted).Select(wait => wait.Key);
            Console.WriteLine($"  still waiting for {string.Join(", ", awaited)}: their logs are in the dashboard and in {logFolder}");
        }

        await all;
    }

    private async Task HealthyAsync(string name, CancellationToken cancellationToken)
    {
        await app.ResourceNotifications.WaitForResourceHealthyAsync(name, cancellationToken);
        Console.WriteLine($"  {name,-12} healthy after {_watch.Elapsed.TotalSeconds:0.0} s");
    }
}
