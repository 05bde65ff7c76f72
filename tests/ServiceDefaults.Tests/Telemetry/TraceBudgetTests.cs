using System.Diagnostics;
using OpenTelemetry.Trace;
using ServiceDefaults.Telemetry;

namespace ServiceDefaults.Tests.Telemetry;

public sealed class TraceBudgetTests
{
    private readonly SteppedTime _time = new();

    [Fact]
    public void TryTake_AfterAPause_GivesFiveSecondsWorthAtOnceAndThenTheRate()
    {
        var budget = new TraceBudget(_time, perSecond: 20);
        Assert.Equal(100, TakenOf(budget, asked: 1000));
        _time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal(1, TakenOf(budget, asked: 10));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(20, TakenOf(budget, asked: 1000));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(100, TakenOf(budget, asked: 1000));
    }

    [Fact]
    public async Task TryTake_ByManyAtOnce_GivesNoMoreThanThereAre()
    {
        var budget = new TraceBudget(_time, perSecond: 20);
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => TakenOf(budget, asked: 1000))));
        Assert.Equal(100, taken.Sum());
    }

    [Fact]
    public void TryTake_WithoutARate_GivesNone()
    {
        var budget = new TraceBudget(_time, perSecond: 0);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, TakenOf(budget, asked: 10));
    }

    [Fact]
    public void Sample_WorkerLookingForWork_IsDroppedAndCostsNothing()
    {
        var sampler = new BeginningSampler(new TraceBudget(_time, perSecond: 1));
        for (var look = 0; look < 10; look++)
            Assert.Equal(SamplingDecision.Drop, Decide(sampler, ActivityKind.Client));
        Assert.Equal(SamplingDecision.RecordAndSample, Decide(sampler, ActivityKind.Server));
    }

    [Fact]
    public void Sample_BeyondTheBudget_DropsWhatBeginsAndKeepsWhatHasBegun()
    {
        var sampler = new ParentBasedSampler(new BeginningSampler(new TraceBudget(_time, perSecond: 0)));
        Assert.Equal(SamplingDecision.Drop, Decide(sampler, ActivityKind.Server));
        Assert.Equal(SamplingDecision.RecordAndSample, Decide(sampler, ActivityKind.Server, ActivityTraceFlags.Recorded));
        Assert.Equal(SamplingDecision.RecordAndSample, Decide(sampler, ActivityKind.Client, ActivityTraceFlags.Recorded));
    }

    private static int TakenOf(TraceBudget budget, int asked) => Enumerable.Range(0, asked).Count(_ => budget.TryTake());

    private static SamplingDecision Decide(Sampler sampler, ActivityKind kind, ActivityTraceFlags? parent = null)
    {
        var begun = parent is { } flags ? new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), flags, isRemote: true) : default;
        return sampler.ShouldSample(new SamplingParameters(begun, ActivityTraceId.CreateRandom(), "span", kind)).Decision;
    }

    private sealed class SteppedTime : TimeProvider
    {
        private long _ticks = 12345;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan by) => _ticks += by.Ticks;
    }
}
