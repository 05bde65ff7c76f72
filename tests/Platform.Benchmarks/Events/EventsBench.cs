using System.Diagnostics;
using Platform.Benchmarks.Measuring;

namespace Platform.Benchmarks.Events;

/// <summary>
/// What exactly-once effects cost: the platform's outbox and inbox against the same way by hand (<see cref="RawPipeline"/>), on the same servers, in turns.
/// </summary>
public static class EventsBench
{
    private const int PerSecond = 200;
    private const int LatencyEvents = 1000;
    private const int Writers = 32;
    private const int ThroughputEvents = 4000;
    private const int SentRows = 1_000_000;
    private const int Rounds = 5;

    /// <summary>Makes an event about 300 bytes long.</summary>
    public static string Note { get; } = new('n', 240);

    public static async Task<int> RunAsync(Report report)
    {
        var arrivals = new Arrivals();
        await using var raw = await RawPipeline.StartAsync(arrivals);
        await using var ours = await OutboxPipeline.StartAsync(arrivals);
        await using var full = await OutboxPipeline.StartAsync(arrivals, SentRows);
        foreach (var pipeline in new IPipeline[] { raw, ours, full })
        {
            await ThroughputAsync(pipeline, arrivals);
            await LatenciesAsync(pipeline, arrivals);
        }

        List<double> rawMedians = [], ourMedians = [], rawTails = [], ourTails = [];
        List<double> rawRates = [], ourRates = [], fullRates = [];
        for (var round = 0; round < Rounds; round++)
        {
            var rawLatencies = await LatenciesAsync(raw, arrivals);
            var ourLatencies = await LatenciesAsync(ours, arrivals);
            rawMedians.Add(rawLatencies.Median());
            ourMedians.Add(ourLatencies.Median());
            rawTails.Add(rawLatencies.Quantile(0.99));
            ourTails.Add(ourLatencies.Quantile(0.99));
            rawRates.Add(await ThroughputAsync(raw, arrivals));
            ourRates.Add(await ThroughputAsync(ours, arrivals));
            fullRates.Add(await ThroughputAsync(full, arrivals));
        }

        report.Add(new Figure("raw: commit → handled at 200/s, p50", rawMedians.Median(), "ms"));
        report.Add(new Figure("platform: commit → handled at 200/s, p50", ourMedians.Median(), "ms"));
        report.Add(new Figure("platform / raw: commit → handled at 200/s, p50", Ratio(ourMedians, rawMedians), "×", Better.Lower, Must: 2, Aim: 1.3));
        report.Add(new Figure("raw: commit → handled at 200/s, p99", rawTails.Median(), "ms"));
        report.Add(new Figure("platform: commit → handled at 200/s, p99", ourTails.Median(), "ms"));
        report.Add(new Figure("raw: 32 writers, events written and handled", rawRates.Median(), "1/s", Better.Higher));
        report.Add(new Figure("platform: 32 writers, events written and handled", ourRates.Median(), "1/s", Better.Higher));
        report.Add(new Figure("platform / raw: throughput at 32 writers", Ratio(ourRates, rawRates), "×", Better.Higher, Must: 0.5, Aim: 0.7));
        report.Add(new Figure("1M sent rows in the outbox / none: throughput at 32 writers", Ratio(fullRates, ourRates), "×", Better.Higher, Must: 0.85));
        return await report.FinishAsync();
    }

    private static double Ratio(List<double> numerators, List<double> denominators) => numerators.Zip(denominators, (numerator, denominator) => numerator / denominator).Median();

    private static Guid[] Ids(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7())];

    /// <returns>Milliseconds from commit to handled of each event, written at a steady rate whatever the answers take.</returns>
    private static async Task<double[]> LatenciesAsync(IPipeline pipeline, Arrivals arrivals)
    {
        var ids = Ids(LatencyEvents);
        var handled = arrivals.Expect(ids);
        var writes = new List<Task>(LatencyEvents);
        var watch = Stopwatch.StartNew();
        for (var number = 0; number < LatencyEvents; number++)
        {
            while (watch.Elapsed.TotalSeconds * PerSecond < number)
                await Task.Delay(1);
            writes.Add(pipeline.WriteAsync(ids[number]));
        }

        await Task.WhenAll(writes);
        await handled;
        return [.. arrivals.Latencies()];
    }

    /// <returns>Events per second from the first write to the last one handled.</returns>
    private static async Task<double> ThroughputAsync(IPipeline pipeline, Arrivals arrivals)
    {
        var ids = Ids(ThroughputEvents);
        var handled = arrivals.Expect(ids);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(ids.Chunk(ThroughputEvents / Writers).Select(share => Task.Run(async () =>
        {
            foreach (var id in share)
                await pipeline.WriteAsync(id);
        })));
        await handled;
        return ThroughputEvents / watch.Elapsed.TotalSeconds;
    }
}
