using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ServiceDefaults.Telemetry;

/// <summary>
/// Traces, metrics and logs by OTLP, to where the standard variable <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says; without it nothing is collected. The console
/// has warnings and errors in any case: who keeps it can read after a crash what nobody collects any more.
/// The providers are built by hand: the hosting package is not needed for it.
/// </summary>
public static class TelemetryRegistration
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string TracesPerSecond = "Telemetry:TracesPerSecond";
    private const int DefaultTracesPerSecond = 10;
    private const string ServerSpanData = "Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData";
    private const int MetricsEveryMilliseconds = 10_000;

    /// <summary>Series of one instrument. Room for them is taken when the instrument is made: with the SDK's 2000 that was most of an idle service's heap.</summary>
    private const int MostSeries = 100;

    private static readonly string[] SpanSources = ["Microsoft.AspNetCore", "System.Net.Http", "Npgsql", PlatformTelemetry.Name];

    private static readonly string[] Meters =
    [
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime", "Npgsql",
        PlatformTelemetry.Name, $"{PlatformTelemetry.Name}.*",
    ];

    /// <param name="service">The name where <c>OTEL_SERVICE_NAME</c> gives none.</param>
    public static IHostApplicationBuilder AddTelemetry(this IHostApplicationBuilder builder, string service)
    {
        // ASP.NET Core 10 writes the standard attributes on its server spans only where this is off.
        AppContext.SetSwitch(ServerSpanData, false);
        var endpoint = builder.Configuration[EndpointVariable];
        builder.AddConsoleLines(string.IsNullOrEmpty(endpoint) ? LogLevel.Information : LogLevel.Warning);
        if (string.IsNullOrEmpty(endpoint))
        {
            return builder;
        }

        var tracesPerSecond = builder.Configuration.GetValue(TracesPerSecond, DefaultTracesPerSecond);
        var resource = ResourceBuilder.CreateDefault().AddService(service, autoGenerateServiceInstanceId: true).AddEnvironmentVariableDetector();
        builder.Services.AddSingleton(_ => Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(SpanSources)
            .SetSampler(new ParentBasedSampler(new BeginningSampler(new TraceBudget(TimeProvider.System, tracesPerSecond))))
            .AddProcessor(new SecretsInAddresses())
            .AddOtlpExporter(exporter => Export(exporter, "traces"))
            .Build());
        builder.Services.AddSingleton(_ => Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(Meters)
            .AddView(_ => new MetricStreamConfiguration { CardinalityLimit = MostSeries })
            .AddOtlpExporter((exporter, reader) =>
            {
                Export(exporter, "metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds =
                    builder.Configuration.GetValue("OTEL_METRIC_EXPORT_INTERVAL", MetricsEveryMilliseconds);
            })
            .Build());
        builder.Logging.AddOpenTelemetry(logs =>
        {
            logs.SetResourceBuilder(resource);
            logs.IncludeFormattedMessage = true;
            logs.AddOtlpExporter(exporter => Export(exporter, "logs"));
        });
        builder.Services.AddHostedService<TelemetryProviders>();
        return builder;

        void Export(OtlpExporterOptions options, string signal)
        {
            var isHttp = builder.Configuration["OTEL_EXPORTER_OTLP_PROTOCOL"] == "http/protobuf";
            options.Protocol = isHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
            options.Endpoint = new Uri(isHttp ? $"{endpoint.TrimEnd('/')}/v1/{signal}" : endpoint);
            options.Headers = builder.Configuration["OTEL_EXPORTER_OTLP_HEADERS"];
        }
    }

    /// <summary>The console's form and the frameworks' levels, below everything else that configures them: a variable can turn each up again.</summary>
    private static void AddConsoleLines(this IHostApplicationBuilder builder, LogLevel least)
    {
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["Logging:LogLevel:Default"] = "Information",
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
                ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Warning",
                ["Logging:LogLevel:System.Net.Http"] = "Warning",
                [$"Logging:Console:FormatterOptions:{nameof(ConsoleLinesOptions.Least)}"] = least.ToString(),
            },
        });
        builder.Logging.AddConsoleFormatter<ConsoleLines, ConsoleLinesOptions>();
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.FormatterName = ConsoleLines.FormatterName);
    }

    /// <summary>Has the providers made at start, before anything could be measured; the container disposes them, which flushes what is left.</summary>
    private sealed class TelemetryProviders(TracerProvider traces, MeterProvider metrics) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            traces.ForceFlush();
            metrics.ForceFlush();
            return Task.CompletedTask;
        }
    }
}
