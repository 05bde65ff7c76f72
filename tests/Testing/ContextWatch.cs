using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Testing;

/// <summary>Notices the first use of a database context: with it a process loads its model, and is some 30 MB larger from then on.</summary>
public sealed class ContextWatch : ILoggerProvider, ILogger
{
    private int _used;

    /// <summary>How many contexts were used.</summary>
    public int Used => Volatile.Read(ref _used);

    /// <summary>Has only these events logged, to nobody else.</summary>
    public void Watch(ILoggingBuilder logging) => logging.AddProvider(this).AddFilter<ContextWatch>(DbLoggerCategory.Infrastructure.Name, LogLevel.Debug);

    public ILogger CreateLogger(string categoryName) => this;

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId == CoreEventId.ContextInitialized)
            Interlocked.Increment(ref _used);
    }

    public void Dispose()
    {
    }
}
