using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ServiceDefaults.Telemetry;

/// <summary>What the mechanics count, and how they continue traces that were written down with the work.</summary>
internal static class Figures
{
    public static readonly ActivitySource Source = PlatformTelemetry.Source;

    public static readonly Counter<long> Published = Count("platform.events.published", "{event}", "Events confirmed by the broker.");
    public static readonly Counter<long> Handled = Count("platform.events.handled", "{event}", "Events whose effect committed.");
    public static readonly Counter<long> Duplicates = Count("platform.events.duplicates", "{event}", "Deliveries dropped by the inbox.");
    public static readonly Counter<long> Redelivered = Count("platform.events.redelivered", "{event}", "Deliveries sent to the delay queue after failing.");
    public static readonly Counter<long> DeadLettered = Count("platform.events.dead_lettered", "{event}", "Deliveries given up and kept with their cause.");
    public static readonly Counter<long> DueWorkRun = Count("platform.due_work.run", "{item}", "Due items whose effect committed.");
    public static readonly Counter<long> DueWorkFailed = Count("platform.due_work.failed", "{item}", "Runs of due items that failed.");
    public static readonly Counter<long> MailSent = Count("platform.mail.sent", "{mail}", "Mails taken by the mail server.");

    /// <summary>Starts a span in the trace that was current when the work was written down.</summary>
    public static Activity? Continue(string name, ActivityKind kind, string? traceparent)
    {
        var parent = ActivityContext.TryParse(traceparent, traceState: null, isRemote: true, out var written) ? written : default;
        return Source.StartActivity(name, kind, parent);
    }

    private static Counter<long> Count(string name, string unit, string description) => PlatformTelemetry.Meter.CreateCounter<long>(name, unit, description);
}
