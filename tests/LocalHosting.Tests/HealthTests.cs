using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LocalHosting.Tests;

public sealed class HealthTests
{
    [Fact]
    public async Task Project_KilledAndStartedAgain_IsHealthyOnTheSamePort()
    {
        using var http = new HttpClient();
        var builder = TestApplication.CreateBuilder();
        var service = builder.AddService("service");
        await using var application = await builder.StartAsync();
        await application.HealthyAsync("service");
        var url = service.GetEndpoint("http").Url;
        var pid = int.Parse(await http.GetStringAsync($"{url}/pid", TestApplication.Deadline), CultureInfo.InvariantCulture);
        var running = await application.WaitForStateAsync("service", KnownResourceStates.Running);
        // The process the orchestrator knows is the service itself: what hits one hits the other.
        Assert.Equal(pid, running.Pid());

        System.Diagnostics.Process.GetProcessById(pid).Kill();
        var killed = await application.WaitForStateAsync("service", KnownResourceStates.Finished);
        Assert.NotEqual(0, killed.ExitCode);
        Assert.Null(killed.HealthStatus);
        Assert.True((await application.RunAsync(service, "start")).Success);
        await application.HealthyAsync("service");

        Assert.Equal(url, service.GetEndpoint("http").Url);
        Assert.NotEqual(pid.ToString(CultureInfo.InvariantCulture), await http.GetStringAsync($"{url}/pid", TestApplication.Deadline));
    }

    [Fact]
    public async Task HttpHealthCheck_OtherStatus_IsUnhealthyAndSaysWhich()
    {
        var builder = TestApplication.CreateBuilder();
        builder.AddService("service").WithHttpHealthCheck("/missing");
        await using var application = await builder.StartAsync();

        var snapshot = await application.WaitAsync("service", s => s.HealthReports.Any(r => r.Description == "/missing answered 404, expected 200."));
        Assert.Equal(HealthStatus.Unhealthy, snapshot.HealthStatus);
    }

    [Fact]
    public async Task HealthCheck_NotRegistered_IsUnhealthy()
    {
        var builder = TestApplication.CreateBuilder();
        builder.AddSleeper("sleeper").WithHealthCheck("forgotten");
        await using var application = await builder.StartAsync();

        await application.WaitAsync("sleeper", s => s.HealthReports.Any(r => r.Description == "No health check of that name is registered."));
    }

    [Fact]
    public async Task ResourceReady_SubscriberStillBusy_HoldsBackWhatWaits()
    {
        var done = new TaskCompletionSource();
        var builder = TestApplication.CreateBuilder();
        var server = builder.AddSleeper("server").OnResourceReady((_, _, _) => done.Task);
        builder.AddSleeper("client").WaitFor(server);
        await using var application = await builder.StartAsync();

        await application.HealthyAsync("server");
        await application.WaitForStateAsync("client", KnownResourceStates.Waiting);
        done.SetResult();

        await application.WaitForStateAsync("client", KnownResourceStates.Running);
    }

    [Fact]
    public async Task Child_OfUnhealthyParent_IsUnhealthy()
    {
        var healthy = true;
        var builder = TestApplication.CreateBuilder();
        builder.Services.AddHealthChecks().AddCheck("server", () => healthy ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
        var server = builder.AddSleeper("server").WithHealthCheck("server");
        var child = builder.AddResource(new Child("child", server.Resource)).OnInitializeResource(async (resource, e, cancellationToken) =>
        {
            await e.Notifications.WaitForResourceHealthyAsync(server.Resource.Name, cancellationToken);
            await e.Notifications.PublishUpdateAsync(resource, s => s with { State = KnownResourceStates.Running });
        });
        builder.AddSleeper("client").WaitFor(child);
        await using var application = await builder.StartAsync();

        await application.HealthyAsync("child");
        await application.WaitForStateAsync("client", KnownResourceStates.Running);
        healthy = false;
        await application.WaitAsync("child", s => s.HealthStatus == HealthStatus.Unhealthy);
    }

    // As with the real library, nobody but the AppHost says of such a resource that it runs.
    [Fact]
    public async Task CustomResource_NobodyPublishesItsState_HoldsBackWhatWaits()
    {
        var builder = TestApplication.CreateBuilder();
        var server = builder.AddSleeper("server");
        var child = builder.AddResource(new Child("child", server.Resource));
        builder.AddSleeper("client").WaitFor(child);
        await using var application = await builder.StartAsync();

        await application.HealthyAsync("server");
        await application.WaitForStateAsync("client", KnownResourceStates.Waiting);
        Assert.Null((await application.WaitAsync("child", _ => true)).State);
    }

    private sealed class Child(string name, ExecutableResource parent) : Resource(name), IResourceWithParent<ExecutableResource>
    {
        public ExecutableResource Parent { get; } = parent;
    }
}
