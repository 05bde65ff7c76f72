using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Gateway.OpenApi;
using Gateway.Tests.Hosting;

namespace Gateway.Tests;

/// <summary>The document that the build merged from the real services, and what the gateway makes of it.</summary>
public sealed class PublishedDocumentTests(Platform platform) : IClassFixture<Platform>
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "patch", "head", "options", "trace"];

    [Fact]
    public async Task Document_IsServedToAnyone_AsOpenApi31()
    {
        using var response = await platform.Gateway.GetAsync("/openapi.json");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        var document = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.StartsWith("3.1.", (string?)document["openapi"], StringComparison.Ordinal);
        Assert.Contains("accessToken", document["components"]!["securitySchemes"]!.AsObject().Select(scheme => scheme.Key));
    }

    [Theory]
    [InlineData("orgs")]
    [InlineData("billing")]
    [InlineData("tickets")]
    [InlineData("storefront")]
    public async Task Document_HoldsEveryService(string service) =>
        Assert.Contains(Operations(await DocumentAsync()), operation => operation.Path.StartsWith($"/api/{service}/v1/", StringComparison.Ordinal));

    [Fact]
    public async Task Document_OperationIds_AreUniqueAndKebabCase()
    {
        var ids = Operations(await DocumentAsync()).Select(operation => (string?)operation.Operation["operationId"]).ToArray();

        Assert.All(ids, id => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", id));
        Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
    }

    [Fact]
    public async Task Document_EveryOperation_SaysWhoMayCallIt() =>
        Assert.All(Operations(await DocumentAsync()), operation => Assert.True(
            operation.Operation["x-anonymous"] is not null || operation.Operation["x-roles"] is JsonArray { Count: > 0 },
            $"{operation.Method} {operation.Path} says neither x-roles nor x-anonymous"));

    [Fact]
    public async Task Document_EveryReference_LeadsSomewhere()
    {
        var document = await DocumentAsync();
        var references = References(document).ToArray();

        Assert.NotEmpty(references);
        Assert.All(references, reference =>
        {
            JsonNode? target = document;
            foreach (var step in reference.Split('/').Skip(1))
                target = target is JsonArray list ? list[int.Parse(step)] : target?[step.Replace("~1", "/", StringComparison.Ordinal)];
            Assert.True(target is not null, reference);
        });
    }

    /// <summary>What a stranger may call. A route that is opened must be added here by hand: nobody opens one without noticing.</summary>
    [Fact]
    public async Task Document_AnonymousOperations_AreTheListedFew()
    {
        var open = AnonymousOperations.Of(await DocumentAsync()).Select(operation => $"{operation.Method} {operation.Path}");

        Assert.Equal(
            [
                "GET /.well-known/jwks.json",
                "GET /.well-known/openid-configuration",
                "GET /api/orgs/v1/invitations/{token}",
                "GET /api/orgs/v1/password-resets/{token}",
                "GET /api/storefront/v1/order-status/{token}",
                "GET /api/storefront/v1/order-status/{token}/page",
                "GET /api/storefront/v1/shops/resolve",
                "GET /api/storefront/v1/shops/{id}/logo/{hash}",
                "POST /api/orgs/v1/invitations/{token}/accept",
                "POST /api/orgs/v1/password-resets",
                "POST /api/orgs/v1/password-resets/{token}/complete",
                "POST /api/orgs/v1/refresh",
                "POST /api/orgs/v1/sign-in",
            ],
            open.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Gateway_WithoutAToken_LetsThroughWhatTheDocumentSaysAndNoMore()
    {
        foreach (var (method, path, operation) in Operations(await DocumentAsync()))
        {
            var address = path.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
            using var response = await platform.Gateway.SendAsync(new HttpMethod(method.ToUpperInvariant()), address);

            var expected = operation["x-anonymous"] is null ? HttpStatusCode.Unauthorized : HttpStatusCode.OK;
            Assert.True(expected == response.StatusCode, $"{method} {path}: {response.StatusCode} instead of {expected}");
        }
    }

    [Fact]
    public async Task Gateway_OtherMethodOnAnAnonymousPath_NeedsAToken()
    {
        foreach (var operation in AnonymousOperations.Of(await DocumentAsync()).Where(operation => operation.Path.StartsWith("/api/", StringComparison.Ordinal)))
        {
            using var response = await platform.Gateway.SendAsync(HttpMethod.Delete, operation.Path.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal));

            await response.IsProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        }
    }

    [Fact]
    public async Task DocsPage_InABrowserWithoutTheInternet_ShowsTheOperations()
    {
        var profile = Directory.CreateTempSubdirectory("gateway-docs-");
        try
        {
            var start = new ProcessStartInfo("chromium",
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--enable-logging=stderr", $"--user-data-dir={profile.FullName}",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--virtual-time-budget=20000", "--dump-dom", new Uri(platform.Gateway.Address, "/docs").ToString(),
            ])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            var (page, errors) = await RunAsync(start);

            var console = errors.Split('\n').Where(line => line.Contains("CONSOLE", StringComparison.Ordinal)).ToArray();
            Assert.DoesNotContain(console, line => line.Contains("Content Security Policy", StringComparison.Ordinal) || line.Contains("ERR_NAME_NOT_RESOLVED", StringComparison.Ordinal));
            Assert.Contains("Channel platform API", page, StringComparison.Ordinal);
            foreach (var group in new[] { "Orgs", "Billing", "Tickets", "Storefront" })
                Assert.Contains(group, page, StringComparison.Ordinal);
            Assert.Contains("/api/orgs/v1/sign-in", page, StringComparison.Ordinal);
        }
        finally
        {
            profile.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task DocsPage_UnchangedFile_IsNotSentAgain()
    {
        using var first = await platform.Gateway.GetAsync("/docs/scalar.js");
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);

        using var second = await platform.Gateway.SendAsync(HttpMethod.Get, "/docs/scalar.js", token: null, request => request.Headers.IfNoneMatch.Add(first.Headers.ETag!));

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    /// <summary>Standard output and error of a program that ends within two minutes, or is ended with all that it started.</summary>
    private static async Task<(string Output, string Errors)> RunAsync(ProcessStartInfo start)
    {
        using var program = Process.Start(start)!;
        try
        {
            var errors = program.StandardError.ReadToEndAsync();
            var output = await program.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(2));
            return (output, await errors.WaitAsync(TimeSpan.FromSeconds(10)));
        }
        finally
        {
            program.Kill(entireProcessTree: true);
        }
    }

    private async Task<JsonObject> DocumentAsync() => JsonNode.Parse(await platform.Gateway.GetAsync("/openapi.json").TextAsync())!.AsObject();

    private static IReadOnlyList<(string Method, string Path, JsonObject Operation)> Operations(JsonObject document) =>
    [
        .. from path in document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           where Methods.Contains(operation.Key)
           select (operation.Key, path.Key, operation.Value!.AsObject()),
    ];

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonArray items => items.SelectMany(References),
        JsonObject members => members.SelectMany(member => member is { Key: "$ref", Value: JsonValue reference } ? [reference.GetValue<string>()] : References(member.Value)),
        _ => [],
    };
}
