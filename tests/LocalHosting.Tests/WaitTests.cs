using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LocalHosting.Tests;

public sealed class WaitTests
{
    [Fact]
    public async Task WaitFor_DependencyUnhealthy_StartsOnlyWhenItIsHealthy()
    {
        var healthy = false;
        var builder = TestApplication.CreateBuilder();
        builder.Services.AddHealthChecks().AddCheck("gate", () => healthy ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("Not yet."));
        var server = builder.AddSleeper("server").WithHealthCheck("gate");
        builder.AddSleeper("client").WaitFor(server);
        await using var application = await builder.StartAsync();

        await application.WaitAsync("server", s => s.HealthReports.Any(r => r is { Status: HealthStatus.Unhealthy, Description: "Not yet." }));
        await application.WaitForStateAsync("client", KnownResourceStates.Waiting);
        healthy = true;

        await application.WaitForStateAsync("client", KnownResourceStates.Running);
        await application.WaitAsync("server", s => s.HealthStatus == HealthStatus.Healthy);
    }

    [Fact]
    public async Task WaitForStart_DependencyUnhealthy_Starts()
    {
        var builder = TestApplication.CreateBuilder();
        builder.Services.AddHealthChecks().AddCheck("never", () => HealthCheckResult.Unhealthy());
        var server = builder.AddSleeper("server").WithHealthCheck("never");
        builder.AddSleeper("client").WaitForStart(server);
        await using var application = await builder.StartAsync();

        await application.WaitForStateAsync("client", KnownResourceStates.Running);
    }

    [Fact]
    public async Task WaitForCompletion_JobSucceeds_StartsAfterItsEnd()
    {
        var folder = Directory.CreateTempSubdirectory("localhosting-");
        var builder = TestApplication.CreateBuilder();
        var job = builder.AddShell("job", $"sleep 0.3; touch {folder.FullName}/done");
        var client = builder.AddShell("client", $"ls {folder.FullName}").WaitForCompletion(job);
        await using (var application = await builder.StartAsync())
        {
            await application.LineAsync(client, "done");
            Assert.Equal(0, (await application.WaitForStateAsync("job", KnownResourceStates.Finished)).ExitCode);
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task WaitForCompletion_JobFails_DependantsFailToStartAndSayWhy()
    {
        var builder = TestApplication.CreateBuilder();
        var job = builder.AddShell("job", "exit 3");
        var client = builder.AddSleeper("client").WaitForCompletion(job);
        var clientOfClient = builder.AddSleeper("client-of-client").WaitFor(client);
        await using var application = await builder.StartAsync();

        await application.WaitForStateAsync("client", KnownResourceStates.FailedToStart);
        await application.WaitForStateAsync("client-of-client", KnownResourceStates.FailedToStart);
        await application.LineAsync(client, "'job' because it entered the 'Finished' state with exit code '3', expected '0'");
        await application.LineAsync(clientOfClient, "'client' because it failed to start");
        await Assert.ThrowsAsync<DistributedApplicationException>(() => application.HealthyAsync("client"));
    }

    [Fact]
    public async Task WaitForCompletion_ExpectedExitCode_Starts()
    {
        var builder = TestApplication.CreateBuilder();
        var job = builder.AddShell("job", "exit 3");
        builder.AddSleeper("client").WaitForCompletion(job, exitCode: 3);
        await using var application = await builder.StartAsync();

        await application.WaitForStateAsync("client", KnownResourceStates.Running);
    }

    [Fact]
    public async Task Start_WhileWaiting_StartsAtOnce()
    {
        var builder = TestApplication.CreateBuilder();
        var byHand = builder.AddSleeper("by-hand").WithExplicitStart();
        var client = builder.AddSleeper("client").WaitFor(byHand);
        await using var application = await builder.StartAsync();
        await application.WaitForStateAsync("client", KnownResourceStates.Waiting);
        await application.WaitForStateAsync("by-hand", KnownResourceStates.NotStarted);

        Assert.True((await application.RunAsync(client, "start")).Success);

        await application.WaitForStateAsync("client", KnownResourceStates.Running);
    }

    [Fact]
    public async Task Start_NoSuchProgram_FailsToStartAndSaysWhy()
    {
        var builder = TestApplication.CreateBuilder();
        var missing = builder.AddExecutable("missing", "/no/such/program", ".");
        await using var application = await builder.StartAsync();

        await application.WaitForStateAsync("missing", KnownResourceStates.FailedToStart);
        await application.LineAsync(missing, "/no/such/program");
    }

    [Fact]
    public async Task Start_AfterAFailedStart_StartsAgain()
    {
        var folder = Directory.CreateTempSubdirectory("localhosting-");
        var program = Path.Combine(folder.FullName, "program");
        var builder = TestApplication.CreateBuilder();
        var late = builder.AddExecutable("late", program, ".", "1000");
        await using (var application = await builder.StartAsync())
        {
            await application.WaitForStateAsync("late", KnownResourceStates.FailedToStart);
            File.CreateSymbolicLink(program, "/bin/sleep");

            Assert.True((await application.RunAsync(late, "start")).Success);

            await application.WaitForStateAsync("late", KnownResourceStates.Running);
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public void WaitFor_Itself_IsRefused()
    {
        var sleeper = TestApplication.CreateBuilder().AddSleeper("sleeper");

        Assert.Throws<DistributedApplicationException>(() => sleeper.WaitFor(sleeper));
    }
}
