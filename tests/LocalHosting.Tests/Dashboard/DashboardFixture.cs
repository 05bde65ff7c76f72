using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalHosting.Tests.Dashboard;

/// <summary>One application with the genuine dashboard for all tests of this folder.</summary>
public sealed class DashboardFixture : IAsyncLifetime
{
    private readonly LoginLine login = new();

    internal DistributedApplication Application { get; private set; } = null!;

    internal DashboardSettings Settings => Application.Services.GetRequiredService<DashboardSettings>();

    /// <summary>As the host's log names it.</summary>
    internal Task<string> LoginUrl => login.Url.WaitAsync(TestApplication.Deadline);

    public async ValueTask InitializeAsync()
    {
        var builder = DistributedApplication.CreateBuilder(["--AppHost:BrowserToken=token-of-the-test"]);
        builder.Services.AddLogging(l => l.AddProvider(login));
        var secret = builder.AddParameter("secret", "hidden away", secret: true);
        var server = builder.AddShell("server", "echo out; echo wrong >&2; exec sleep 1000").WithIconName("Database").WithEnvironment("PASSWORD", secret);
        builder.AddService("service").WaitFor(server).WithParentRelationship(server).WithCommand(
            "advance",
            "Advance clock",
            context => Task.FromResult(CommandResults.Success($"By {context.Arguments.GetInt32("days")}.")),
            new CommandOptions
            {
                Description = "Moves it forward.",
                Arguments = [new InteractionInput { Name = "days", Label = "Days", InputType = InputType.Number, Required = true, Value = "1" }],
            });
        Application = await builder.StartAsync();
        await Application.HealthyAsync("service");
    }

    public async ValueTask DisposeAsync()
    {
        await Application.StopAsync(TestApplication.Deadline);
        await Application.DisposeAsync();
        login.Dispose();
    }

    private sealed class LoginLine : ILoggerProvider, ILogger
    {
        private const string Start = "Login to the dashboard at ";
        private readonly TaskCompletionSource<string> url = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Url => url.Task;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (formatter(state, exception) is var line && line.StartsWith(Start, StringComparison.Ordinal))
            {
                url.TrySetResult(line[Start.Length..]);
            }
        }

        public void Dispose()
        {
        }
    }
}
