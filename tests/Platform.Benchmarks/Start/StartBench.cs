using System.Diagnostics;
using System.Globalization;
using Platform.Benchmarks.Measuring;
using Testing;

namespace Platform.Benchmarks.Start;

/// <summary>How long the whole platform takes from nothing to healthy once it is built, and how much memory each of our processes has when idle.</summary>
public static class StartBench
{
    private const int Starts = 3;
    private const double LongestSeconds = 25;
    private const double LargestMegabytes = 130;
    private static readonly TimeSpan UntilIdle = TimeSpan.FromSeconds(20);
    private static readonly string[] Ours = ["gateway", "orgs", "billing", "tickets", "storefront"];

    public static async Task<int> RunAsync(Report report)
    {
        var seconds = new List<double>();
        var resident = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        var share = new Dictionary<string, List<double>>(StringComparer.Ordinal);
        for (var start = 0; start < Starts; start++)
        {
            var watch = Stopwatch.StartNew();
            await using var host = await AppHostProcess.StartAsync("bench-start");
            seconds.Add(watch.Elapsed.TotalSeconds);
            await Task.Delay(UntilIdle);
            foreach (var (name, pid) in Processes(host.System.Facts))
            {
                Add(resident, name, Megabytes(pid, "Rss:"));
                Add(share, name, Megabytes(pid, "Pss:"));
            }
        }

        report.Add(new Figure("everything healthy, empty data, after the build", seconds.Median(), "s", Better.Lower, LongestSeconds));
        foreach (var (name, megabytes) in resident)
        {
            report.Add(new Figure($"{name}: resident when idle", megabytes.Median(), "MB", Better.Lower, LargestMegabytes));
            report.Add(new Figure($"{name}: of that its own share", share[name].Median(), "MB", Better.Lower));
        }

        return await report.FinishAsync();
    }

    private static IEnumerable<(string Name, int Pid)> Processes(RunFacts facts) =>
    [
        ("apphost", facts.Pid),
        .. Ours.Select(name => (name, ListeningProcess.Find(facts.Ports[name]) ?? throw new InvalidOperationException($"Nobody listens on the port of {name}."))),
    ];

    private static void Add(Dictionary<string, List<double>> figures, string name, double megabytes)
    {
        if (!figures.TryGetValue(name, out var measured))
            figures[name] = measured = [];
        measured.Add(megabytes);
    }

    private static double Megabytes(int pid, string field)
    {
        var line = File.ReadLines($"/proc/{pid}/smaps_rollup").Single(entry => entry.StartsWith(field, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
