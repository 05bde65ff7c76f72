using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ServiceDefaults.Messaging;

/// <summary>What telemetry subscribes to, by the one name of source and meter.</summary>
public static class PlatformDiagnostics
{
    public const string Name = "Platform";

    internal static ActivitySource Activities { get; } = new(Name);
    internal static Meter Meter { get; } = new(Name);

    internal static Counter<long> Published { get; } = Meter.CreateCounter<long>("platform.events.published", "{event}", "Events confirmed by the broker.");
    internal static Counter<long> Handled { get; } = Meter.CreateCounter<long>("platform.events.handled", "{event}", "Events whose effect committed.");
    internal static Counter<long> Duplicates { get; } = Meter.CreateCounter<long>("platform.events.duplicates", "{event}", "Deliveries dropped by the inbox.");
    internal static Counter<long> Redelivered { get; } = Meter.CreateCounter<long>("platform.events.redelivered", "{event}", "Deliveries sent to the delay queue after failing.");
    internal static Counter<long> DeadLettered { get; } = Meter.CreateCounter<long>("platform.events.dead_lettered", "{event}", "Deliveries given up and kept with their cause.");
    internal static Counter<long> DueWorkRun { get; } = Meter.CreateCounter<long>("platform.due_work.run", "{item}", "Due items whose effect committed.");
    internal static Counter<long> DueWorkFailed { get; } = Meter.CreateCounter<long>("platform.due_work.failed", "{item}", "Runs of due items that failed.");
    internal static Counter<long> MailSent { get; } = Meter.CreateCounter<long>("platform.mail.sent", "{mail}", "Mails taken by the mail server.");

    /// <summary>Starts a span that continues the trace which was current when the work was written down.</summary>
    internal static Activity? Continue(string name, ActivityKind kind, string? traceparent)
    {
        var parent = ActivityContext.TryParse(traceparent, traceState: null, isRemote: true, out var written) ? written : default;
        return Activities.StartActivity(name, kind, parent);
    }
}
