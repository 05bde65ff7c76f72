using System.Net;
using Gateway.Tests.Hosting;

namespace Gateway.Tests;

public sealed class CorsTests(Platform platform) : IClassFixture<Platform>
{
    private const string Portal = "https://portal.example";

    [Fact]
    public async Task Preflight_ConfiguredOrigin_IsAllowedWithoutAToken()
    {
        await using var gateway = await platform.StartGatewayAsync(("Cors__Origins__0", Portal));

        using var response = await PreflightAsync(gateway, Portal);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal([Portal], response.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Contains("PATCH", response.Headers.GetValues("Access-Control-Allow-Methods").Single(), StringComparison.Ordinal);
        Assert.Contains("idempotency-key", response.Headers.GetValues("Access-Control-Allow-Headers").Single(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Access-Control-Allow-Credentials", response.Headers.Select(header => header.Key));
    }

    [Fact]
    public async Task Preflight_OtherOrigin_IsNotAllowed()
    {
        await using var gateway = await platform.StartGatewayAsync(("Cors__Origins__0", Portal));

        using var response = await PreflightAsync(gateway, "https://evil.example");

        Assert.DoesNotContain("Access-Control-Allow-Origin", response.Headers.Select(header => header.Key));
    }

    [Fact]
    public async Task Request_ConfiguredOrigin_MayReadTheRefusalToo()
    {
        await using var gateway = await platform.StartGatewayAsync(("Cors__Origins__0", Portal));

        using var response = await gateway.SendAsync(HttpMethod.Get, "/api/billing/v1/things", token: null, request => request.Headers.Add("Origin", Portal));

        await response.IsProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        Assert.Equal([Portal], response.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Contains("Retry-After", response.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Development", true)]
    [InlineData("Production", false)]
    public async Task Preflight_LocalOriginAndNoneConfigured_IsAllowedInDevelopmentOnly(string environment, bool allowed)
    {
        await using var gateway = await platform.StartGatewayAsync(("ASPNETCORE_ENVIRONMENT", environment));

        using var response = await PreflightAsync(gateway, "http://localhost:5173");

        Assert.Equal(allowed, response.Headers.Contains("Access-Control-Allow-Origin"));
    }

    private static Task<HttpResponseMessage> PreflightAsync(GatewayProcess gateway, string origin) =>
        gateway.SendAsync(HttpMethod.Options, "/api/billing/v1/things", token: null, request =>
        {
            request.Headers.Add("Origin", origin);
            request.Headers.Add("Access-Control-Request-Method", "PATCH");
            request.Headers.Add("Access-Control-Request-Headers", "authorization,idempotency-key");
        });
}
