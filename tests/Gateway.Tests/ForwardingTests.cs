using System.Net;
using Gateway.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Testing;

namespace Gateway.Tests;

public sealed class ForwardingTests(Platform platform) : IClassFixture<Platform>
{
    [Theory]
    [InlineData("orgs")]
    [InlineData("billing")]
    [InlineData("tickets")]
    [InlineData("storefront")]
    public async Task Forward_PathOfAService_ReachesThatServiceUnchanged(string service)
    {
        var path = $"/api/{service}/v1/things/a%20b?q=1";

        Assert.Equal(service, await platform.Gateway.GetAsync(path, platform.Issuer.Token()).TextAsync());
        Assert.Contains(platform.Backends[service].Seen, request => request is { Method: "GET", Path: var seen } && seen.EndsWith("?q=1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Forward_WellKnown_ReachesOrgsWithoutAToken() =>
        Assert.Contains("jwks_uri", await platform.Gateway.GetAsync("/.well-known/openid-configuration").TextAsync(), StringComparison.Ordinal);

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/api/unknown/v1/things")]
    [InlineData("/docs/other.js")]
    public async Task Forward_UnknownAddress_Is404(string path)
    {
        using var response = await platform.Gateway.GetAsync(path);

        await response.IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Forward_Token_IsPassedOn()
    {
        var token = platform.Issuer.Token();

        await platform.Gateway.GetAsync("/api/billing/v1/token-is-passed-on", token).TextAsync();

        Assert.Equal($"Bearer {token}", Seen("/api/billing/v1/token-is-passed-on").Headers["Authorization"]);
    }

    [Fact]
    public async Task Forward_SpoofedProxyHeaders_AreReplaced()
    {
        using var response = await platform.Gateway.SendAsync(HttpMethod.Get, "/api/billing/v1/spoofed", platform.Issuer.Token(), request =>
        {
            request.Headers.Add("X-Forwarded-For", "10.1.2.3");
            request.Headers.Add("X-Forwarded-Host", "evil.test");
            request.Headers.Add("X-Forwarded-Proto", "gopher");
            request.Headers.Add("Forwarded", "for=10.1.2.3");
        });

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var headers = Seen("/api/billing/v1/spoofed").Headers;
        Assert.Equal("127.0.0.1", headers["X-Forwarded-For"]);
        Assert.Equal(platform.Gateway.Address.Authority, headers["X-Forwarded-Host"]);
        Assert.Equal("http", headers["X-Forwarded-Proto"]);
        Assert.DoesNotContain("Forwarded", headers.Keys);
    }

    [Fact]
    public async Task Forward_ClientsTraceContext_DoesNotBecomeOurs()
    {
        const string ClientTrace = "4bf92f3577b34da6a3ce929d0e0e4736";

        using var response = await platform.Gateway.SendAsync(HttpMethod.Get, "/api/billing/v1/traced", platform.Issuer.Token(), request =>
        {
            request.Headers.Add("traceparent", $"00-{ClientTrace}-00f067aa0ba902b7-01");
            request.Headers.Add("tracestate", "a=b");
            request.Headers.Add("baggage", "user=root");
        });

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var headers = Seen("/api/billing/v1/traced").Headers;
        Assert.Matches("^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$", headers["traceparent"]);
        Assert.DoesNotContain(ClientTrace, headers["traceparent"], StringComparison.Ordinal);
        Assert.DoesNotContain("tracestate", headers.Keys);
        Assert.DoesNotContain("baggage", headers.Keys);
    }

    [Fact]
    public async Task Forward_AnyAnswer_TellsBrowsersThatItIsData()
    {
        using var response = await platform.Gateway.GetAsync("/api/billing/v1/things", platform.Issuer.Token());

        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["DENY"], response.Headers.GetValues("X-Frame-Options"));
        Assert.Equal(["no-referrer"], response.Headers.GetValues("Referrer-Policy"));
        Assert.Equal(["default-src 'none'; frame-ancestors 'none'"], response.Headers.GetValues("Content-Security-Policy"));
        Assert.DoesNotContain("Server", response.Headers.Select(header => header.Key));
    }

    [Fact]
    public async Task Forward_PageOfAService_ReachesTheBrowserWithTheServicesPolicyAlone()
    {
        const string policy = "default-src 'none'; style-src 'unsafe-inline'";
        var pages = await platform.StartBackendAsync("pages");
        pages.Answer = context =>
        {
            context.Response.Headers.ContentSecurityPolicy = policy;
            context.Response.Headers.XContentTypeOptions = "nosniff";
            return context.Response.WriteAsync("<style>p{color:red}</style>");
        };
        await using var gateway = await platform.StartGatewayAsync(("services__tickets__http__0", pages.Address.ToString()));

        using var response = await gateway.GetAsync("/api/tickets/v1/page", platform.Issuer.Token());

        Assert.Equal([policy], response.Headers.GetValues("Content-Security-Policy"));
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
        Assert.Equal(["DENY"], response.Headers.GetValues("X-Frame-Options"));
        Assert.Equal(["no-referrer"], response.Headers.GetValues("Referrer-Policy"));
    }

    [Fact]
    public async Task Forward_ServiceDown_Is503UntilItIsBack()
    {
        var port = GatewayProcess.FreePort();
        await using var gateway = await platform.StartGatewayAsync(("services__tickets__http__0", $"http://127.0.0.1:{port}"));
        var token = platform.Issuer.Token();

        using var refused = await gateway.GetAsync("/api/tickets/v1/things", token);
        await refused.IsProblemAsync(HttpStatusCode.ServiceUnavailable, "service_unavailable");
        Assert.NotNull(refused.Headers.RetryAfter?.Delta);

        await platform.StartBackendAsync("tickets", port);
        Assert.Equal("tickets", await gateway.GetAsync("/api/tickets/v1/things", token).TextAsync());
    }

    [Fact]
    public async Task Forward_ServiceThatDoesNotAnswer_Is504()
    {
        var slow = await platform.StartBackendAsync("slow");
        slow.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        await using var gateway = await platform.StartGatewayAsync(("services__tickets__http__0", slow.Address.ToString()), ("Upstream__Timeout", "00:00:00.300"));

        using var response = await gateway.GetAsync("/api/tickets/v1/things", platform.Issuer.Token());

        await response.IsProblemAsync(HttpStatusCode.GatewayTimeout, "service_timed_out");
    }

    [Fact]
    public async Task Forward_TwoReplicas_BothAreUsed()
    {
        var second = await platform.StartBackendAsync("billing-2");
        await using var gateway = await platform.StartGatewayAsync(("services__billing-2__http__0", second.Address.ToString()));
        var token = platform.Issuer.Token();

        var answers = new HashSet<string>(StringComparer.Ordinal);
        for (var request = 0; request < 60; request++)
            answers.Add(await gateway.GetAsync("/api/billing/v1/things", token).TextAsync());

        Assert.Equal(["billing", "billing-2"], answers.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Forward_OneOfTwoReplicasStops_NoRequestFails()
    {
        var second = await platform.StartBackendAsync("billing-2");
        await using var gateway = await platform.StartGatewayAsync(("services__billing__http__1", second.Address.ToString()));
        var token = platform.Issuer.Token();
        await Eventually.Async(async () => await gateway.GetAsync("/api/billing/v1/things", token).TextAsync() == "billing-2", because: "both replicas are used");

        await second.DisposeAsync();

        for (var request = 0; request < 60; request++)
        {
            using var body = new StringContent("{}");
            using var response = await gateway.SendAsync(HttpMethod.Post, "/api/billing/v1/things", token, message => message.Content = body);
            Assert.True(response.StatusCode == HttpStatusCode.OK, gateway.Log);
        }
    }

    [Fact]
    public async Task Forward_Upload_ArrivesWhole()
    {
        const int Size = 3 * 1024 * 1024;
        using var body = new ByteArrayContent(new byte[Size]);

        using var response = await platform.Gateway.SendAsync(HttpMethod.Post, "/api/tickets/v1/upload", platform.Issuer.Token(), request => request.Content = body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Size, platform.Backends["tickets"].Seen.Single(request => request.Path == "/api/tickets/v1/upload").BodyBytes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Forward_BodyOverTheLimit_Is413(bool chunked)
    {
        await using var gateway = await platform.StartGatewayAsync(("Limits__BodyBytes", "100000"));
        using var body = new ByteArrayContent(new byte[400_000]);

        using var response = await gateway.SendAsync(HttpMethod.Post, "/api/tickets/v1/too-large", platform.Issuer.Token(), request =>
        {
            request.Content = body;
            request.Headers.TransferEncodingChunked = chunked;
        });

        await response.IsProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
        Assert.DoesNotContain(platform.Backends["tickets"].Seen, request => request.Path == "/api/tickets/v1/too-large");
    }

    private SeenRequest Seen(string path) => platform.Backends["billing"].Seen.Single(request => request.Path == path);
}
