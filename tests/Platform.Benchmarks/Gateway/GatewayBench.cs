using Platform.Benchmarks.Measuring;
using Testing;

namespace Platform.Benchmarks.Gateway;

/// <summary>
/// What authentication, rate limits, CORS and the rest cost: CPU seconds of the gateway's process per authenticated request against those of a bare
/// YARP, before the same backend, under the same load in short turns (whatever else the machine does then weighs on both). The rate limits are as large as the load, and shared through a real Redis.
/// </summary>
public static class GatewayBench
{
    private const string Path = "/api/billing/v1/invoices";
    private const int Callers = 16;
    private const int Clients = 32;
    private const int Rounds = 21;
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(500);

    public static async Task<int> RunAsync(Report report)
    {
        var servers = await Servers.AddressesAsync();
        using var issuer = new TokenIssuer();
        var callers = Enumerable.Range(0, Callers).Select(_ => issuer.Token()).ToArray();

        var self = Repository.Assembly("tests/Platform.Benchmarks/Platform.Benchmarks.csproj");
        var backend = Ports.Free();
        await using var backendProcess = Child.StartDotnet(self, ["role:backend", $"{backend}"], new Dictionary<string, string>(StringComparer.Ordinal) { ["BENCH_KEY"] = issuer.JsonWebKey });
        await backendProcess.UntilAnswersAsync(new Uri($"http://127.0.0.1:{backend}/health"));

        var bare = Ports.Free();
        await using var bareProcess = Child.StartDotnet(self, ["role:bare-proxy", $"{bare}", $"http://127.0.0.1:{backend}"], new Dictionary<string, string>(StringComparer.Ordinal));
        await bareProcess.UntilAnswersAsync(new Uri($"http://127.0.0.1:{bare}/health"));

        var gateway = Ports.Free();
        await using var gatewayProcess = Child.StartDotnet(
            Repository.Assembly("gateway/Gateway.csproj"), [], GatewayEnvironment(gateway, backend, servers.Redis));
        await gatewayProcess.UntilAnswersAsync(new Uri($"http://127.0.0.1:{gateway}/alive"));

        await using var nginx = await Nginx.StartAsync(backend);
        var proxies = new List<(string Name, int Port, Child Process)> { ("bare YARP", bare, bareProcess), ("gateway", gateway, gatewayProcess) };
        if (nginx is not null)
            proxies.Add(("nginx (checks no token)", nginx.Port, nginx.Worker));

        foreach (var (_, port, _) in proxies)
            await HttpLoad.RunAsync(port, Path, callers, Clients, Warmup);

        var costs = proxies.ToDictionary(proxy => proxy.Name, _ => new List<double>(), StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (name, port, process) in proxies)
            {
                var before = process.CpuSeconds();
                var requests = await HttpLoad.RunAsync(port, Path, callers, Clients, Round);
                costs[name].Add((process.CpuSeconds() - before) / requests);
            }
        }

        foreach (var (name, _, _) in proxies)
            report.Add(new Figure($"{name}: CPU per request", costs[name].Median() * 1e6, "µs"));
        var ratio = costs["gateway"].Zip(costs["bare YARP"], (ours, theirs) => ours / theirs).Median();
        report.Add(new Figure("gateway / bare YARP: CPU per authenticated request", ratio, "×", Better.Lower, Must: 1.6, Aim: 1.25));
        return await report.FinishAsync();
    }

    private static Dictionary<string, string> GatewayEnvironment(int port, int backend, string redis)
    {
        var address = $"http://127.0.0.1:{backend}";
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
            ["ConnectionStrings__redis"] = redis,
            ["Auth__Issuer"] = TokenIssuer.Issuer,
            ["Auth__Metadata"] = $"{address}/.well-known/openid-configuration",
            ["RateLimits__Caller__Permits"] = "1000000",
            ["services__orgs__http__0"] = address,
            ["services__billing__http__0"] = address,
            ["services__tickets__http__0"] = address,
            ["services__storefront__http__0"] = address,
        };
    }
}
