using System.Globalization;
using Platform.Benchmarks.Gateway;

// The first roles are programs that a bench starts beside itself; the others are the benches. ./bench builds and calls this.
switch (args)
{
    case ["role:backend", var port]:
        await Backend.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), Environment.GetEnvironmentVariable("BENCH_JWKS")!);
        return 0;
    case ["role:bare-proxy", var port, var destination]:
        await BareProxy.RunAsync(int.Parse(port, CultureInfo.InvariantCulture), destination);
        return 0;
    case ["gateway"]:
        return await GatewayBench.RunAsync();
    default:
        Console.Error.WriteLine("Benches: gateway");
        return 2;
}
