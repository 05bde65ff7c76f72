using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

/// <summary>Tells .NET services where to send traces, metrics and logs.</summary>
internal sealed class TelemetryVariables(Dashboard.DashboardSettings settings)
{
    // A developer is watching: once a second, not at the exporters' leisure. In milliseconds.
    private const string ExportInterval = "1000";

    public void AddTo(Dictionary<string, object> variables, IResource resource)
    {
        if (settings.OtlpGrpcUrl is null)
        {
            return;
        }

        variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = settings.OtlpGrpcUrl.ToString();
        variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc";
        if (settings.OtlpApiKey is not null)
        {
            variables["OTEL_EXPORTER_OTLP_HEADERS"] = $"x-otlp-api-key={settings.OtlpApiKey}";
        }

        // The dashboard joins telemetry and resource by these two.
        variables["OTEL_SERVICE_NAME"] = resource.Name;
        variables["OTEL_RESOURCE_ATTRIBUTES"] = $"service.instance.id={resource.InstanceSuffix}";
        variables["OTEL_BLRP_SCHEDULE_DELAY"] = ExportInterval;
        variables["OTEL_BSP_SCHEDULE_DELAY"] = ExportInterval;
        variables["OTEL_METRIC_EXPORT_INTERVAL"] = ExportInterval;
    }
}
