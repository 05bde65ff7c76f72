using System.Diagnostics.Metrics;
using ServiceDefaults.Telemetry;

namespace Billing.Api.BillRuns;

/// <summary>What a bill run counts; what failed is in <c>platform.due_work.failed</c> with the kind <c>bill-connection</c>.</summary>
internal static class BillRunFigures
{
    public static readonly Counter<long> Connections = PlatformTelemetry.Meter.CreateCounter<long>("billing.run.connections", "{connection}", "Connections billed at an instant.");
    public static readonly Counter<long> Charges = PlatformTelemetry.Meter.CreateCounter<long>("billing.run.charges", "{charge}", "Lines charged by bill runs.");
    public static readonly Counter<long> Invoices = PlatformTelemetry.Meter.CreateCounter<long>("billing.run.invoices", "{invoice}", "Invoices issued by bill runs.");
    public static readonly Histogram<double> ChunkDuration = PlatformTelemetry.Meter.CreateHistogram<double>("billing.run.chunk.duration", "s", "Reading, deciding and writing one chunk.");
}
