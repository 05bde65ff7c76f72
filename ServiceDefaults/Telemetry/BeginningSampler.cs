using System.Diagnostics;
using OpenTelemetry.Trace;

namespace ServiceDefaults.Telemetry;

/// <summary>
/// Which spans may begin a trace. A client's span without a parent is a background worker looking for work (the outbox, due items, keys):
/// several a second, each a trace of one query, in which nobody would find a request again. Once there is work, its own span begins the trace.
/// Of the others, as many as the budget allows: a trace is exported as a whole or not at all, since everything below follows what was decided here.
/// </summary>
internal sealed class BeginningSampler(TraceBudget budget) : Sampler
{
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        new(samplingParameters.Kind != ActivityKind.Client && budget.TryTake() ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);
}
