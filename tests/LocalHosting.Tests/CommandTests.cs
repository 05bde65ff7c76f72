using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace LocalHosting.Tests;

public sealed class CommandTests
{
    [Fact]
    public async Task Stop_Running_EndsTheProcessAsAPersonWanted()
    {
        var builder = TestApplication.CreateBuilder();
        var sleeper = builder.AddSleeper("sleeper");
        await using var application = await builder.StartAsync();
        var pid = (await application.WaitForStateAsync("sleeper", KnownResourceStates.Running)).Pid();

        Assert.True((await application.RunAsync(sleeper, "stop")).Success);

        var stopped = await application.WaitAsync("sleeper", _ => true);
        Assert.Equal(KnownResourceStates.Exited, stopped.State?.Text);
        Assert.Null(stopped.ExitCode);
        Assert.False(Directory.Exists($"/proc/{pid}"));
    }

    [Fact]
    public async Task Restart_Running_IsAnotherProcessOfTheSameResource()
    {
        var builder = TestApplication.CreateBuilder();
        var shell = builder.AddShell("shell", "echo pid $$; exec sleep 1000");
        await using var application = await builder.StartAsync();
        var before = await application.WaitForStateAsync("shell", KnownResourceStates.Running);

        Assert.True((await application.RunAsync(shell, "restart")).Success);

        var after = await application.WaitAsync("shell", s => s.State?.Text == KnownResourceStates.Running && s.Pid() != before.Pid());
        Assert.False(Directory.Exists($"/proc/{before.Pid()}"));
        // One console for both.
        await application.LineAsync(shell, $"pid {before.Pid()}");
        await application.LineAsync(shell, $"pid {after.Pid()}");
    }

    [Fact]
    public async Task Restart_DependencyStopped_WaitsForIt()
    {
        var builder = TestApplication.CreateBuilder();
        var server = builder.AddSleeper("server");
        var client = builder.AddSleeper("client").WithAnnotation(new WaitAnnotation(server.Resource, WaitType.WaitUntilHealthy) { WaitBehavior = WaitBehavior.WaitOnResourceUnavailable });
        await using var application = await builder.StartAsync();
        await application.WaitForStateAsync("client", KnownResourceStates.Running);
        await application.RunAsync(server, "stop");

        await application.RunAsync(client, "restart");

        await application.WaitForStateAsync("client", KnownResourceStates.Waiting);
        await application.RunAsync(server, "start");
        await application.WaitForStateAsync("client", KnownResourceStates.Running);
    }

    [Fact]
    public async Task Start_Twice_StartsOnce()
    {
        var builder = TestApplication.CreateBuilder();
        var shell = builder.AddShell("shell", "echo started; exec sleep 1000").WithExplicitStart();
        await using var application = await builder.StartAsync();

        await Task.WhenAll(application.RunAsync(shell, "start"), application.RunAsync(shell, "start"));
        await application.WaitForStateAsync("shell", KnownResourceStates.Running);
        await application.RunAsync(shell, "start");

        Assert.EndsWith("started", (await application.LineAsync(shell, "started")).Content, StringComparison.Ordinal);
        await application.RunAsync(shell, "stop");
        await application.LineAsync(shell, "Executing command 'stop'.");
        Assert.Equal(1, await application.CountAsync(shell, " started"));
    }

    [Fact]
    public async Task Command_OfTheAppHost_GetsItsArgumentsAndWritesToTheConsole()
    {
        var builder = TestApplication.CreateBuilder();
        var sleeper = builder.AddSleeper("sleeper").WithCommand("advance", "Advance clock", context =>
        {
            Microsoft.Extensions.Logging.LoggerExtensions.LogInformation(context.Logger, "By {Days} days", context.Arguments.GetInt32("days"));
            return Task.FromResult(CommandResults.Success("Done."));
        });
        await using var application = await builder.StartAsync();

        var days = new InteractionInputCollection([new InteractionInput { Name = "days", InputType = InputType.Number, Value = "14" }]);
        var result = await application.ResourceCommands.ExecuteCommandAsync(sleeper.Resource, "advance", days, TestApplication.Deadline);

        Assert.True(result.Success);
        Assert.Equal("Done.", result.Message);
        await application.LineAsync(sleeper, "By 14 days");
    }

    [Fact]
    public async Task Command_ThatThrows_IsAFailureWithItsMessage()
    {
        var builder = TestApplication.CreateBuilder();
        var sleeper = builder.AddSleeper("sleeper").WithCommand("break", "Break", _ => throw new InvalidOperationException("It broke."));
        await using var application = await builder.StartAsync();

        var broken = await application.RunAsync(sleeper, "break");
        var unknown = await application.RunAsync(sleeper, "unknown");

        Assert.False(broken.Success);
        Assert.Equal("It broke.", broken.Message);
        Assert.False(unknown.Success);
    }
}
