using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Aspire.Hosting.Running;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.ApplicationModel;

/// <param name="LineNumber">Counts from 1 within one resource.</param>
/// <param name="Content">Starts with an ISO 8601 time and a space, which the dashboard shows apart.</param>
public readonly record struct LogLine(int LineNumber, string Content, bool IsErrorMessage);

/// <summary>The console log of each resource: what its process writes, and what the host has to say about it.</summary>
public class ResourceLoggerService : IDisposable
{
    private readonly ConcurrentDictionary<string, ConsoleLog> logs = new(StringComparer.OrdinalIgnoreCase);
    private readonly Func<string, ILogger?> forwardTo;

    /// <param name="forwardTo">Where the lines of a resource of that name are copied to.</param>
    internal ResourceLoggerService(Func<string, ILogger?> forwardTo) => this.forwardTo = forwardTo;

    public ILogger GetLogger(IResource resource) => new ConsoleLogger(Log(resource));

    /// <summary>The lines so far, then each new one, until cancelled.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(IResource resource) => Log(resource).WatchAsync(follow: true);

    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(string resourceName) => Log(resourceName).WatchAsync(follow: true);

    /// <summary>The lines so far.</summary>
    public IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(IResource resource) => Log(resource).WatchAsync(follow: false);

    public void Dispose()
    {
        foreach (var log in logs.Values)
        {
            log.Complete();
        }

        GC.SuppressFinalize(this);
    }

    internal ConsoleLog Log(IResource resource) => logs.GetOrAdd(resource.InstanceId, _ => new ConsoleLog(forwardTo(resource.Name)));

    /// <param name="resourceId">The instance's name; what is not known yet gets an empty log.</param>
    internal ConsoleLog Log(string resourceId) => logs.GetOrAdd(resourceId, _ => new ConsoleLog(forwardTo: null));

    private sealed class ConsoleLogger(ConsoleLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                var text = exception is null ? formatter(state, exception) : $"{formatter(state, exception)} {exception}";
                foreach (var line in text.Split('\n'))
                {
                    log.Append(string.Create(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:O} {line.TrimEnd('\r')}"), logLevel >= LogLevel.Error);
                }
            }
        }
    }
}
