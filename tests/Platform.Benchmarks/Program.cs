using System.Globalization;
using Platform.Benchmarks.BillRun;
using Platform.Benchmarks.Events;
using Platform.Benchmarks.Gateway;
using Platform.Benchmarks.Hierarchy;
using Platform.Benchmarks.Measuring;
using Platform.Benchmarks.Orders;
using Platform.Benchmarks.Start;
using Platform.Benchmarks.Tickets;

// The first roles are programs that a bench starts beside itself. ./bench builds everything, starts the servers and calls this for the rest.
switch (args)
{
    case ["role:backend", var port]:
        await Backend.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), Environment.GetEnvironmentVariable("BENCH_KEY")!);
        return 0;
    case ["role:bare-proxy", var port, var destination]:
        await BareProxy.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), destination);
        return 0;
}

(string Name, Func<Report, Task<int>> Run)[] benches =
[
    ("gateway", GatewayBench.RunAsync),
    ("events", EventsBench.RunAsync),
    ("hierarchy", HierarchyBench.RunAsync),
    ("tickets", TicketsBench.RunAsync),
    ("orders", OrdersBench.RunAsync),
    ("start", StartBench.RunAsync),
    ("billrun", BillRunBench.RunAsync),
];
var (folder, names) = args is ["--results", var results, .. var rest] ? (results, rest) : ("BenchResults", args);
var chosen = benches.Where(bench => names.Length == 0 || names.Any(name => bench.Name.Contains(name, StringComparison.Ordinal))).ToArray();
if (chosen.Length == 0)
{
    Console.Error.WriteLine($"No such benchmark. There are: {string.Join(", ", benches.Select(bench => bench.Name))}.");
    return 2;
}

var failed = 0;
foreach (var (name, run) in chosen)
    failed |= await run(new Report(name, folder));
return failed;
