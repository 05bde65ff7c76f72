using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ServiceDefaults.Telemetry;

/// <summary>The platform's own source of spans and of figures.</summary>
public static class PlatformTelemetry
{
    public const string Name = "Platform";

    public static readonly ActivitySource Source = new(Name);

    public static readonly Meter Meter = new(Name);
}
