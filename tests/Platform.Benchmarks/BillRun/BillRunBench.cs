using Npgsql;
using Platform.Benchmarks.Measuring;
using Testing;

namespace Platform.Benchmarks.BillRun;

/// <summary>
/// What a bill run costs beyond writing its rows: 200,000 subscriptions, each charged retail and wholesale, some by the day, against binary COPY of the very
/// rows that came out; and whether a run ten times as large takes ten times as long, in the same memory.
/// </summary>
public static class BillRunBench
{
    private const int Small = 20_000;
    private const int Large = 200_000;
    private const int CustomersOfAReseller = 500;
    private const int Rounds = 3;

    public static async Task<int> RunAsync(Report report)
    {
        List<Measured> small = [], large = [];
        for (var round = 0; round < Rounds; round++)
        {
            small.Add(await MeasureAsync(Small));
            large.Add(await MeasureAsync(Large));
        }

        report.Add(new Figure("rows written by a run over 200,000 subscriptions", large[0].Rows, "rows"));
        report.Add(new Figure("binary COPY of those rows", large.Select(run => run.CopySeconds).Median(), "s"));
        report.Add(new Figure("bill run over 200,000 subscriptions", large.Select(run => run.Run.Seconds).Median(), "s"));
        report.Add(new Figure("bill run", large.Select(run => run.Subscriptions / run.Run.Seconds).Median(), "sub/s", Better.Higher));
        report.Add(new Figure("service's CPU per 1000 subscriptions", Cpu(large, run => run.ServiceCpu), "ms"));
        report.Add(new Figure("PostgreSQL's CPU per 1000 subscriptions", Cpu(large, run => run.PostgresCpu), "ms"));
        report.Add(new Figure("200,000 / 20,000: CPU of both per subscription", Ratio(large, small, run => (run.Run.ServiceCpu + run.Run.PostgresCpu) / run.Subscriptions), "×"));
        report.Add(new Figure("bill run / COPY: throughput", large.Select(run => run.CopySeconds / run.Run.Seconds).Median(), "×", Better.Higher, Must: 0.35, Aim: 0.6));
        report.Add(new Figure("200,000 / 20,000: time per subscription", Ratio(large, small, run => run.Run.Seconds / run.Subscriptions), "×", Better.Lower, Must: 1.15));
        report.Add(new Figure("200,000: most memory resident", large.Select(run => run.PeakMegabytes).Median(), "MB"));
        report.Add(new Figure("200,000 / 20,000: most memory resident", Ratio(large, small, run => run.PeakMegabytes), "×", Better.Lower, Must: 1.25));
        return await report.FinishAsync();
    }

    private static double Ratio(List<Measured> large, List<Measured> small, Func<Measured, double> figure) =>
        large.Zip(small, (one, other) => figure(one) / figure(other)).Median();

    private static double Cpu(List<Measured> runs, Func<BilledService.Billed, double> seconds) => runs.Select(run => seconds(run.Run) * 1e6 / run.Subscriptions).Median();

    private static async Task<Measured> MeasureAsync(int subscriptions)
    {
        var channel = new BilledChannel(subscriptions, subscriptions / CustomersOfAReseller);
        var database = await Servers.CreateDatabaseAsync("bench_billrun") + ";Command Timeout=0";
        BilledService.Billed run;
        double peak;
        await using (var service = await BilledService.StartAsync(database, channel))
        {
            run = await service.RunAsync(channel);
            peak = service.PeakMegabytes;
        }

        await using var written = NpgsqlDataSource.Create(database);
        using var rows = await WrittenRows.TakeAsync(written, channel);
        var copy = await rows.CopyBackAsync(written);
        Console.WriteLine($"{subscriptions} subscriptions: run {run.Seconds:0.0} s (CPU: service {run.ServiceCpu:0.0} s, PostgreSQL {run.PostgresCpu:0.0} s), COPY {copy:0.0} s of {rows.Rows} rows, {peak:0} MB");
        return new Measured(subscriptions, rows.Rows, run, copy, peak);
    }

    private sealed record Measured(int Subscriptions, long Rows, BilledService.Billed Run, double CopySeconds, double PeakMegabytes);
}
