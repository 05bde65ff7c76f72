using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace ServiceDefaults.Telemetry;

/// <summary>What the console shows; in configuration at <c>Logging:Console:FormatterOptions</c>.</summary>
internal sealed class ConsoleLinesOptions : ConsoleFormatterOptions
{
    /// <summary>What is less is left out. Levels of categories hold besides.</summary>
    public LogLevel Least { get; set; } = LogLevel.Warning;
}

/// <summary>
/// A line for each entry, whatever it holds: level, category, text, the trace (the <c>traceId</c> of a problem), the exception with its stack. Scopes are left out:
/// a request's carries the path, and with it a mailed link's secret.
/// </summary>
internal sealed class ConsoleLines(IOptionsMonitor<ConsoleLinesOptions> options) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "lines";

    /// <summary>That a process starts and stops is told at any level: whoever reads about an error wants to know.</summary>
    private const string Lifetime = "Microsoft.Hosting.Lifetime";

    private const string LineBreak = " | ";

    private readonly LogLevel _least = options.CurrentValue.Least;

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (logEntry.LogLevel < _least && !string.Equals(logEntry.Category, Lifetime, StringComparison.Ordinal))
        {
            return;
        }

        textWriter.Write(Word(logEntry.LogLevel));
        textWriter.Write(' ');
        textWriter.Write(logEntry.Category);
        textWriter.Write(": ");
        WriteOnOneLine(textWriter, logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (Activity.Current is { } activity)
        {
            textWriter.Write(" trace ");
            textWriter.Write(activity.TraceId.ToHexString());
        }

        if (logEntry.Exception is { } exception)
        {
            textWriter.Write(LineBreak);
            WriteOnOneLine(textWriter, exception.ToString());
        }

        textWriter.WriteLine();
    }

    private static void WriteOnOneLine(TextWriter textWriter, string text)
    {
        var isFirst = true;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (!isFirst)
            {
                textWriter.Write(LineBreak);
            }

            textWriter.Write(line.Trim());
            isFirst = false;
        }
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Critical => "critical",
        LogLevel.Error => "error",
        LogLevel.Warning => "warning",
        LogLevel.Information => "info",
        _ => "debug",
    };
}
