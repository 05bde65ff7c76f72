using System.Collections.Concurrent;
using Aspire.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LocalHosting.Tests;

public sealed class LogTests
{
    [Fact]
    public async Task Console_BothStreams_AreNumberedTimedAndToldApart()
    {
        var builder = TestApplication.CreateBuilder();
        var shell = builder.AddShell("shell", "echo fine; echo wrong >&2");
        await using var application = await builder.StartAsync();

        var fine = await application.LineAsync(shell, "fine");
        var wrong = await application.LineAsync(shell, "wrong");

        Assert.False(fine.IsErrorMessage);
        Assert.True(wrong.IsErrorMessage);
        Assert.Equal([1, 2], new[] { fine.LineNumber, wrong.LineNumber }.Order());
        Assert.True(DateTimeOffset.TryParse(fine.Content.Split(' ')[0], out _), fine.Content);
    }

    [Fact]
    public async Task Console_OfAShortJob_IsComplete()
    {
        var builder = TestApplication.CreateBuilder();
        var job = builder.AddShell("job", "seq 1 2000");
        await using var application = await builder.StartAsync();

        Assert.Equal(2000, (await application.LineAsync(job, " 2000")).LineNumber);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task HostLog_ResourceLogging_HasTheConsoleOnlyWhenAskedFor(bool enabled)
    {
        using var log = new Recorder();
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { DisableDashboard = true, EnableResourceLogging = enabled });
        builder.Services.AddLogging(l => l.AddProvider(log));
        var shell = builder.AddShell("shell", "echo fine; echo end");
        await using var application = await builder.StartAsync();

        await application.LineAsync(shell, "end");

        Assert.Equal(enabled, log.Entries.Contains(("LocalHosting.Tests.Resources.shell", "fine")));
    }

    private sealed class Recorder : ILoggerProvider
    {
        public ConcurrentQueue<(string Category, string Message)> Entries { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Logger(categoryName, Entries);

        public void Dispose()
        {
        }

        private sealed class Logger(string category, ConcurrentQueue<(string Category, string Message)> entries) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                entries.Enqueue((category, formatter(state, exception)));
        }
    }
}
