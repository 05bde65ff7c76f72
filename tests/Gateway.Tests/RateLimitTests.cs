using System.Net;
using System.Text.Json.Nodes;
using Gateway.OpenApi;
using Gateway.RateLimits;
using Gateway.Tests.Hosting;
using Testing;

namespace Gateway.Tests;

public sealed class RateLimitTests(Platform platform) : IClassFixture<Platform>
{
    private const string Path = "/api/billing/v1/things";
    private const int Limit = 40;

    // So long a window that nothing comes back while a test runs. A Redis that is there is waited for, however busy the machine: who gave it up would count alone.
    private static readonly (string, string)[] Small =
        [("RateLimits__Caller__Permits", $"{Limit}"), ("RateLimits__Caller__Window", "10:00:00"), ("RateLimits__LongestCall", "00:00:30")];

    [Fact]
    public async Task Limit_CallerUsesItUp_IsRefusedWithATimeToWait()
    {
        await using var gateway = await platform.StartGatewayAsync(Small);
        var token = platform.Issuer.Token();

        Assert.Equal(Limit, await AdmittedAsync(Limit + 20, token, gateway));

        using var response = await gateway.GetAsync(Path, token);
        await response.IsProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        // 40 permits in 10 hours: one in 15 minutes.
        Assert.InRange(response.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(15));
    }

    [Fact]
    public async Task Limit_OneCallerIsRefused_AnotherIsNot()
    {
        await using var gateway = await platform.StartGatewayAsync(Small);
        await AdmittedAsync(Limit + 1, platform.Issuer.Token(), gateway);

        Assert.Equal("billing", await gateway.GetAsync(Path, platform.Issuer.Token()).TextAsync());
    }

    [Fact]
    public async Task Limit_NewTokenOfTheSameCaller_IsTheSameBucket()
    {
        await using var gateway = await platform.StartGatewayAsync(Small);
        var person = Guid.CreateVersion7().ToString();
        var organization = Guid.CreateVersion7().ToString();
        string Token(string inOrganization) => platform.Issuer.Token(token => (token.Claims["sub"], token.Claims["org"]) = (person, inOrganization));
        await AdmittedAsync(Limit + 1, Token(organization), gateway);

        using var refused = await gateway.GetAsync(Path, Token(organization));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("billing", await gateway.GetAsync(Path, Token(Guid.CreateVersion7().ToString())).TextAsync());
    }

    [Fact]
    public async Task Limit_TwoReplicas_ShareIt()
    {
        await using var first = await platform.StartGatewayAsync(Small);
        await using var second = await platform.StartGatewayAsync(Small);
        await Task.WhenAll(UntilSharedAsync(first), UntilSharedAsync(second));
        var token = platform.Issuer.Token();

        var admitted = await AdmittedAsync(Limit * 3, token, first, second);

        // Never more than the limit; less by what a replica leased and had no request for: 5 permits each here.
        Assert.InRange(admitted, Limit - 2 * (Limit / 8), Limit);
    }

    [Fact]
    public async Task Limit_ManyAtOnceOverTwoReplicas_IsHeldExactly()
    {
        await using var first = await platform.StartGatewayAsync(Small);
        await using var second = await platform.StartGatewayAsync(Small);
        await Task.WhenAll(UntilSharedAsync(first), UntilSharedAsync(second));
        var token = platform.Issuer.Token();

        var counts = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => AdmittedAsync(Limit, token, first, second)));

        Assert.InRange(counts.Sum(), Limit - 2 * (Limit / 8), Limit);
    }

    [Fact]
    public async Task Limit_RedisGoneAndBack_NeverRefusesForIt()
    {
        await using var redis = new OwnRedis();
        await redis.StartAsync();
        (string, string)[] settings = [.. Small, ("ConnectionStrings__redis", redis.Address)];
        await using var first = await platform.StartGatewayAsync(settings);
        await using var second = await platform.StartGatewayAsync(settings);
        await Task.WhenAll(UntilSharedAsync(first), UntilSharedAsync(second));

        await redis.StopAsync();
        var token = platform.Issuer.Token();
        Assert.Equal(2 * Limit, await AdmittedAsync(Limit + 10, token, first) + await AdmittedAsync(Limit + 10, token, second));
        Assert.Equal("Degraded", await first.GetAsync("/health").TextAsync());

        await redis.StartAsync();
        await Task.WhenAll(UntilSharedAsync(first), UntilSharedAsync(second));
        Assert.InRange(await AdmittedAsync(3 * Limit, platform.Issuer.Token(), first, second), Limit - 2 * (Limit / 8), Limit);
    }

    [Fact]
    public async Task Limit_NoRedisFromTheStart_CountsAlone()
    {
        await using var gateway = await platform.StartGatewayAsync([.. Small, ("ConnectionStrings__redis", $"127.0.0.1:{GatewayProcess.FreePort()}")]);

        Assert.Equal(Limit, await AdmittedAsync(Limit + 10, platform.Issuer.Token(), gateway));
    }

    [Fact]
    public async Task Limit_AnonymousAddress_IsHeldBeforeTheTokenIsAskedFor()
    {
        await using var gateway = await platform.StartGatewayAsync(("RateLimits__Anonymous__Permits", "5"), ("RateLimits__Anonymous__Window", "10:00:00"), ("ConnectionStrings__redis", ""));

        for (var request = 0; request < 5; request++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await gateway.GetAsync(Path, "wrong")).StatusCode);

        using var refused = await gateway.GetAsync(Path, "wrong");
        await refused.IsProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.Equal("billing", await gateway.GetAsync(Path, platform.Issuer.Token()).TextAsync());
    }

    [Fact]
    public async Task Limit_AnonymousWrites_HaveABucketOfTheirOwn()
    {
        await using var gateway = await platform.StartGatewayAsync(("RateLimits__SignIn__Permits", "3"), ("RateLimits__SignIn__Window", "10:00:00"), ("ConnectionStrings__redis", ""));
        var document = JsonNode.Parse(await File.ReadAllTextAsync(System.IO.Path.Combine(GatewayProcess.Folder, "site", "openapi.json")))!.AsObject();
        var write = AnonymousOperations.Of(document).First(operation => operation.Method == "POST");
        var path = write.Path.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);

        for (var request = 0; request < 3; request++)
            Assert.Equal(HttpStatusCode.OK, (await gateway.SendAsync(HttpMethod.Post, path)).StatusCode);

        using var refused = await gateway.SendAsync(HttpMethod.Post, path);
        await refused.IsProblemAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.Equal(HttpStatusCode.OK, (await gateway.GetAsync("/.well-known/jwks.json")).StatusCode);
    }

    [Fact]
    public async Task Limit_Probes_AreNotCounted()
    {
        await using var gateway = await platform.StartGatewayAsync(("RateLimits__Anonymous__Permits", "1"), ("RateLimits__Anonymous__Window", "10:00:00"));

        for (var request = 0; request < 10; request++)
            Assert.Equal(HttpStatusCode.OK, (await gateway.GetAsync("/alive")).StatusCode);
    }

    /// <returns>How many of the requests, one after the other and over the gateways in turn, were let through.</returns>
    private static async Task<int> AdmittedAsync(int requests, string token, params GatewayProcess[] gateways)
    {
        var admitted = 0;
        for (var request = 0; request < requests; request++)
        {
            using var response = await gateways[request % gateways.Length].GetAsync(Path, token);
            Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.TooManyRequests, $"{response.StatusCode}");
            admitted += response.StatusCode == HttpStatusCode.OK ? 1 : 0;
        }

        return admitted;
    }

    /// <summary>A replica counts alone until it has reached Redis; its health says when it has. A failed call rests for a second, and any caller's request ends that.</summary>
    private async Task UntilSharedAsync(GatewayProcess gateway)
    {
        await Eventually.Async(async () => await gateway.GetAsync("/health").TextAsync() == "Healthy", because: "Redis is reached");
        await Eventually.Async(
            async () =>
            {
                await gateway.GetAsync(Path, platform.Issuer.Token()).TextAsync();
                return gateway.Log.LastIndexOf("shared with the other replicas", StringComparison.Ordinal) > gateway.Log.LastIndexOf("counts its rate limits alone", StringComparison.Ordinal);
            },
            because: "limits are shared");
    }
}
