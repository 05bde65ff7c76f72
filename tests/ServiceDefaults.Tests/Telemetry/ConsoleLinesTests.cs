using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using ServiceDefaults.Telemetry;

namespace ServiceDefaults.Tests.Telemetry;

public sealed class ConsoleLinesTests
{
    private const string Category = "ServiceDefaults.Web.UnhandledProblems";

    [Fact]
    public void Write_ErrorWithException_IsOneLineWithTraceAndStack()
    {
        using var activity = new Activity("request").Start();
        var line = Written(LogLevel.Error, Category, "GET /a\nfailed", Thrown());

        Assert.StartsWith($"error {Category}: GET /a | failed trace {activity.TraceId.ToHexString()} | System.InvalidOperationException: outer", line, StringComparison.Ordinal);
        Assert.Contains("System.FormatException: inner", line, StringComparison.Ordinal);
        Assert.Contains($"| at {typeof(ConsoleLinesTests).FullName}.{nameof(Thrown)}()", line, StringComparison.Ordinal);
        Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(LogLevel.Information, Category, false)]
    [InlineData(LogLevel.Warning, Category, true)]
    [InlineData(LogLevel.Information, "Microsoft.Hosting.Lifetime", true)]
    public void Write_WhereAllIsSentElsewhere_LeavesOutWhatIsNotWrong(LogLevel level, string category, bool expected) =>
        Assert.Equal(expected, Written(level, category, "text", exception: null).Length > 0);

    [Fact]
    public void Write_Scopes_AreLeftOut() => Assert.DoesNotContain("scope", Written(LogLevel.Error, Category, "text", exception: null), StringComparison.Ordinal);

    [Theory]
    [InlineData(null, LogLevel.Information)]
    [InlineData("http://127.0.0.1:4317", LogLevel.Warning)]
    public async Task AddTelemetry_Console_HasLinesOfWhatNobodyElseGets(string? collector, LogLevel expected)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector;
        builder.AddTelemetry("sample");
        await using var app = builder.Build();

        Assert.Equal(expected, app.Services.GetRequiredService<IOptions<ConsoleLinesOptions>>().Value.Least);
        Assert.Equal(ConsoleLines.FormatterName, app.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName);
    }

    [Fact]
    public async Task AddTelemetry_LevelGivenByVariable_Wins()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["Logging:Console:FormatterOptions:Least"] = "Debug";
        builder.AddTelemetry("sample");
        await using var app = builder.Build();

        Assert.Equal(LogLevel.Debug, app.Services.GetRequiredService<IOptions<ConsoleLinesOptions>>().Value.Least);
    }

    private static string Written(LogLevel level, string category, string text, Exception? exception)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:4317";
        builder.AddTelemetry("sample");
        using var app = (IDisposable)builder.Build();
        var lines = new ConsoleLines(((WebApplication)app).Services.GetRequiredService<IOptionsMonitor<ConsoleLinesOptions>>());
        var scopes = new LoggerExternalScopeProvider();
        using var scope = scopes.Push("scope");
        using var written = new StringWriter { NewLine = "\n" };
        lines.Write(new LogEntry<string>(level, category, default, text, exception, (state, _) => state), scopes, written);
        return written.ToString();
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("outer", new FormatException("inner"));
        }
        catch (InvalidOperationException exception)
        {
            return exception;
        }
    }
}
