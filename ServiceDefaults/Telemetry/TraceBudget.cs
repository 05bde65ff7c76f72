namespace ServiceDefaults.Telemetry;

/// <summary>
/// How many traces may begin in this process: so many a second, and after a pause some more at once. Everybody who looks at what they did themselves finds it;
/// what thousands of requests do is told by the metrics, and exporting each of their spans would cost as much as a third of the work itself.
/// </summary>
internal sealed class TraceBudget
{
    private const int BurstSeconds = 5;

    private readonly TimeProvider _clock;
    private readonly long _ticksPerTrace;
    private readonly long _burstTicks;
    private long _spentUntil;

    /// <param name="clock">The wall clock.</param>
    /// <param name="perSecond">On average; five times as many may begin at once. None at 0.</param>
    public TraceBudget(TimeProvider clock, int perSecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(perSecond);
        _clock = clock;
        IsEmpty = perSecond == 0;
        _ticksPerTrace = IsEmpty ? 0 : Math.Max(1, clock.TimestampFrequency / perSecond);
        _burstTicks = BurstSeconds * clock.TimestampFrequency;
        _spentUntil = clock.GetTimestamp() - _burstTicks;
    }

    private bool IsEmpty { get; }

    /// <summary>Takes one, if there is one left. Never waits.</summary>
    public bool TryTake()
    {
        if (IsEmpty)
        {
            return false;
        }

        var now = _clock.GetTimestamp();
        while (true)
        {
            var spent = Volatile.Read(ref _spentUntil);
            var next = Math.Max(spent, now - _burstTicks) + _ticksPerTrace;
            if (next > now)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _spentUntil, next, spent) == spent)
            {
                return true;
            }
        }
    }
}
