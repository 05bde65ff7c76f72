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
        await using var alone = await OutboxPipeline.StartAsync(arrivals, inBatches: false);
        await using var ours = await OutboxPipeline.StartAsync(arrivals, inBatches: true);
        await using var full = await OutboxPipeline.StartAsync(arrivals, inBatches: true, SentRows);
        foreach (var pipeline in new IPipeline[] { raw, alone, ours, full })
        {
            await ThroughputAsync(pipeline, arrivals);
            await LatenciesAsync(pipeline, arrivals);
        }

        var (byHand, oneByOne, inBatches) = (new Measured(raw), new Measured(alone), new Measured(ours));
        var fullRates = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var measured in new[] { byHand, oneByOne, inBatches })
            {
                var latencies = await LatenciesAsync(measured.Pipeline, arrivals);
                measured.Medians.Add(latencies.Median());
                measured.Tails.Add(latencies.Quantile(0.99));
            }

            foreach (var measured in new[] { byHand, oneByOne, inBatches })
                measured.Rates.Add(await ThroughputAsync(measured.Pipeline, arrivals));
            fullRates.Add(await ThroughputAsync(full, arrivals));
        }

        Add(report, "raw", byHand);
        Compare(report, "platform, handled one by one", oneByOne, byHand);
        Compare(report, "platform, handled in batches", inBatches, byHand);
        report.Add(new Figure("1M sent rows in the outbox / none: throughput at 32 writers", Ratio(fullRates, inBatches.Rates), "×", Better.Higher, Must: 0.85));
        return await report.FinishAsync();
    }

    private static void Compare(Report report, string name, Measured platform, Measured raw)
    {
        Add(report, name, platform);
        report.Add(new Figure($"{name} / raw: commit → handled at 200/s, p50", Ratio(platform.Medians, raw.Medians), "×", Better.Lower, Must: 2, Aim: 1.3));
        report.Add(new Figure($"{name} / raw: throughput at 32 writers", Ratio(platform.Rates, raw.Rates), "×", Better.Higher, Must: 0.5, Aim: 0.7));
    }

    private static void Add(Report report, string name, Measured measured)
    {
        report.Add(new Figure($"{name}: commit → handled at 200/s, p50", measured.Medians.Median(), "ms"));
        report.Add(new Figure($"{name}: commit → handled at 200/s, p99", measured.Tails.Median(), "ms"));
        report.Add(new Figure($"{name}: 32 writers, events written and handled", measured.Rates.Median(), "1/s", Better.Higher));
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

    /// <summary>One way's figures, a value for each round: latencies in milliseconds, rates in events per second.</summary>
    private sealed record Measured(IPipeline Pipeline)
    {
        public List<double> Medians { get; } = [];

        public List<double> Tails { get; } = [];

        public List<double> Rates { get; } = [];
    }
}
