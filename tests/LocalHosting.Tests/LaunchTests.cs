using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace LocalHosting.Tests;

public sealed class LaunchTests
{
    [Fact]
    public async Task Environment_OfEveryKind_ReachesTheProcess()
    {
        var builder = TestApplication.CreateBuilder("--Parameters:given=from configuration");
        var given = builder.AddParameter("given");
        var server = builder.AddSleeper("server").WithEndpoint(name: "tcp", port: 21999, isProxied: false);
        var endpoint = server.GetEndpoint("tcp");
        var database = builder.AddResource(new Database("database", endpoint));
        var service = builder.AddProject("service", "../LocalHosting.TestHost/LocalHosting.TestHost.csproj").WithHttpEndpoint(port: 21998).WithExplicitStart();
        var shell = builder.AddShell("shell", "env | sort; exec sleep 1000")
            .WithEndpoint(name: "own", env: "OWN_PORT")
            .WithEnvironment("PLAIN", "plain")
            .WithEnvironment("LATE", () => "late")
            .WithEnvironment("PARAMETER", given)
            .WithEnvironment("INTERPOLATED", $"<{endpoint.Property(EndpointProperty.HostAndPort)}>")
            .WithEnvironment("ENDPOINT", endpoint)
            .WithEnvironment(context => context.EnvironmentVariables["CALLBACK"] = ReferenceExpression.Create($"{given.Resource}!"))
            .WithReference(database)
            .WithReference(database, "other")
            .WithReference(service);
        await using var application = await builder.StartAsync();

        string[] expected =
        [
            "PLAIN=plain", "LATE=late", "PARAMETER=from configuration", "INTERPOLATED=<localhost:21999>", "ENDPOINT=tcp://localhost:21999",
            "CALLBACK=from configuration!", "ConnectionStrings__database=Port=21999", "ConnectionStrings__other=Port=21999",
            "services__service__http__0=http://localhost:21998", "SERVICE_HTTP=http://localhost:21998",
            $"OWN_PORT={shell.GetEndpoint("own").Port}",
        ];
        foreach (var line in expected)
        {
            await application.LineAsync(shell, line);
        }
    }

    [Fact]
    public async Task Arguments_OfEveryKind_ReachTheProcessInOrder()
    {
        var builder = TestApplication.CreateBuilder();
        var server = builder.AddSleeper("server").WithEndpoint(name: "tcp", port: 21997, isProxied: false);
        var echo = builder.AddExecutable("echo", "/bin/echo", ".", "first")
            .WithArgs("two words")
            .WithArgs(server.GetEndpoint("tcp").Property(EndpointProperty.Port), 4)
            .WithArgs(context => context.Args.Add("last"));
        await using var application = await builder.StartAsync();

        await application.LineAsync(echo, "first two words 21997 4 last");
    }

    [Fact]
    public async Task Parameter_Missing_LeavesItsDependantStarting()
    {
        var builder = TestApplication.CreateBuilder();
        var missing = builder.AddParameter("missing", secret: true);
        builder.AddSleeper("sleeper").WithEnvironment("SECRET", missing);
        await using var application = await builder.StartAsync();

        await application.WaitForStateAsync("missing", KnownResourceStates.ValueMissing);
        await application.WaitForStateAsync("sleeper", KnownResourceStates.Starting);
    }

    [Fact]
    public async Task Secrets_InSnapshots_AreMarked()
    {
        var builder = TestApplication.CreateBuilder();
        var secret = builder.AddParameter("secret", "hidden", secret: true);
        builder.AddExecutable("careless", "/bin/sleep", ".", "1000").WithArgs(ReferenceExpression.Create($"{secret.Resource}"));
        builder.AddExecutable("careful", "/bin/sleep", ".", "1000");
        await using var application = await builder.StartAsync();

        var parameter = await application.WaitForStateAsync("secret", KnownResourceStates.Running);
        var careless = await application.WaitAsync("careless", s => s.Property("executable.args") is not null);
        var careful = await application.WaitAsync("careful", s => s.Property("executable.args") is not null);
        Assert.True(parameter.Properties.Single(p => p.Name == "Value").IsSensitive);
        Assert.True(careless.Properties.Single(p => p.Name == "executable.args").IsSensitive);
        Assert.False(careful.Properties.Single(p => p.Name == "executable.args").IsSensitive);
    }

    [Fact]
    public async Task Urls_OfEndpoints_CanBeNamedAndExtended()
    {
        var builder = TestApplication.CreateBuilder();
        builder.AddService("service")
            .WithEndpoint(port: 21996, scheme: "http", name: "http")
            .WithUrlForEndpoint("http", url => url.DisplayText = "Service")
            .WithUrlForEndpoint("http", _ => new ResourceUrlAnnotation { Url = "/docs", DisplayText = "Docs" })
            .WithUrl("https://example.org/manual", "Manual");
        await using var application = await builder.StartAsync();

        var snapshot = await application.WaitAsync("service", s => s.Urls.Length > 0);
        Assert.Equal(
            ["http://localhost:21996", "https://example.org/manual", "http://localhost:21996/docs"],
            snapshot.Urls.Select(u => u.Url));
        Assert.Equal(["Service", "Manual", "Docs"], snapshot.Urls.Select(u => u.DisplayProperties.DisplayName));
    }

    [Fact]
    public async Task Endpoint_WithoutProxyAndPort_IsRefused()
    {
        var builder = TestApplication.CreateBuilder();
        builder.AddSleeper("sleeper").WithEndpoint(name: "tcp", isProxied: false);
        await using var application = builder.Build();

        await Assert.ThrowsAsync<InvalidOperationException>(() => application.StartAsync(TestApplication.Deadline));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1st")]
    [InlineData("two--hyphens")]
    [InlineData("under_score")]
    [InlineData("a23456789b23456789c23456789d23456789e23456789f23456789g23456789h23456789")]
    public void AddResource_BadName_IsRefused(string name)
    {
        var builder = TestApplication.CreateBuilder();

        Assert.ThrowsAny<Exception>(() => builder.AddSleeper(name));
        Assert.Empty(builder.Resources);
    }

    [Fact]
    public void AddResource_SameName_IsRefused()
    {
        var builder = TestApplication.CreateBuilder();
        builder.AddSleeper("sleeper");

        Assert.Throws<DistributedApplicationException>(() => builder.AddSleeper("Sleeper"));
    }

    private sealed class Database(string name, EndpointReference endpoint) : Resource(name), IResourceWithConnectionString
    {
        public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"Port={endpoint.Property(EndpointProperty.Port)}");
    }
}
