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

        List<double> rawMedians = [], aloneMedians = [], ourMedians = [], rawTails = [], aloneTails = [], ourTails = [];
        List<double> rawRates = [], aloneRates = [], ourRates = [], fullRates = [];
        for (var round = 0; round < Rounds; round++)
        {
            var rawLatencies = await LatenciesAsync(raw, arrivals);
            var aloneLatencies = await LatenciesAsync(alone, arrivals);
            var ourLatencies = await LatenciesAsync(ours, arrivals);
            rawMedians.Add(rawLatencies.Median());
            aloneMedians.Add(aloneLatencies.Median());
            ourMedians.Add(ourLatencies.Median());
            rawTails.Add(rawLatencies.Quantile(0.99));
            aloneTails.Add(aloneLatencies.Quantile(0.99));
            ourTails.Add(ourLatencies.Quantile(0.99));
            rawRates.Add(await ThroughputAsync(raw, arrivals));
            aloneRates.Add(await ThroughputAsync(alone, arrivals));
            ourRates.Add(await ThroughputAsync(ours, arrivals));
            fullRates.Add(await ThroughputAsync(full, arrivals));
        }

        report.Add(new Figure("raw: commit → handled at 200/s, p50", rawMedians.Median(), "ms"));
        report.Add(new Figure("raw: commit → handled at 200/s, p99", rawTails.Median(), "ms"));
        report.Add(new Figure("raw: 32 writers, events written and handled", rawRates.Median(), "1/s", Better.Higher));
        Compare(report, "one by one", (aloneMedians, aloneTails, aloneRates), (rawMedians, rawRates));
        Compare(report, "in batches", (ourMedians, ourTails, ourRates), (rawMedians, rawRates));
        report.Add(new Figure("1M sent rows in the outbox / none: throughput at 32 writers", Ratio(fullRates, ourRates), "×", Better.Higher, Must: 0.85));
        return await report.FinishAsync();
    }

    private static void Compare(
        Report report, string handled, (List<double> Medians, List<double> Tails, List<double> Rates) platform, (List<double> Medians, List<double> Rates) raw)
    {
        report.Add(new Figure($"platform, handled {handled}: commit → handled at 200/s, p50", platform.Medians.Median(), "ms"));
        report.Add(new Figure($"platform, handled {handled}: commit → handled at 200/s, p99", platform.Tails.Median(), "ms"));
        report.Add(new Figure($"platform, handled {handled}: 32 writers", platform.Rates.Median(), "1/s", Better.Higher));
        report.Add(new Figure($"platform, handled {handled} / raw: commit → handled at 200/s, p50", Ratio(platform.Medians, raw.Medians), "×", Better.Lower, Must: 2, Aim: 1.3));
        report.Add(new Figure($"platform, handled {handled} / raw: throughput at 32 writers", Ratio(platform.Rates, raw.Rates), "×", Better.Higher, Must: 0.5, Aim: 0.7));
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
