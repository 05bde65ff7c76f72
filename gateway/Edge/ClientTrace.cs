using System.Diagnostics;
using Microsoft.Net.Http.Headers;

namespace Gateway.Edge;

/// <summary>
/// Each request is a trace of its own, begun here. A client's trace context is not taken over, since anyone could then write into a stranger's
/// trace or switch our sampling; it is kept as a link, so that a frontend's trace still leads here.
/// </summary>
public sealed class ClientTrace : DistributedContextPropagator
{
    private static readonly DistributedContextPropagator Outgoing = CreateDefaultPropagator();

    public override IReadOnlyCollection<string> Fields => Outgoing.Fields;

    public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) => Outgoing.Inject(activity, carrier, setter);

    public override void ExtractTraceIdAndState(object? carrier, PropagatorGetterCallback? getter, out string? traceId, out string? traceState) =>
        (traceId, traceState) = (null, null);

    public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) => null;

    /// <summary>Links the client's trace, and takes its headers (and the spoofable ones of proxies) out of what is forwarded.</summary>
    public static Task LinkAndStrip(HttpContext context, RequestDelegate next)
    {
        var headers = context.Request.Headers;
        if (headers.TraceParent is [{ } parent])
        {
            if (Activity.Current is { } activity && ActivityContext.TryParse(parent, traceState: null, isRemote: true, out var client))
                activity.AddLink(new ActivityLink(client));
            headers.Remove(HeaderNames.TraceParent);
        }

        headers.Remove(HeaderNames.TraceState);
        headers.Remove(HeaderNames.Baggage);
        headers.Remove("Forwarded");
        return next(context);
    }
}
