namespace Gateway.RateLimits;

/// <summary>
/// The permits that this replica holds for one caller, taken from the shared bucket in advance so that a request costs no round trip.
/// </summary>
/// <remarks>
/// A lease starts at one permit and doubles while the caller uses it up, to <see cref="RateLimitOptions.LargestLease"/>; what is unused after
/// <see cref="Lifetime"/> is dropped. So a slow caller is counted exactly, and a fast one costs a round trip for every 32 requests.
/// Permits leave the shared bucket before they are used, so in any window the replicas together admit at most what the bucket holds, refills,
/// and one lease for each replica that it took just before the window.
/// </remarks>
public sealed class Lease(LimitKey key, RateLimit limit, int largest, SharedBuckets shared, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private int permits;
    private int size = 1;
    private int waiting;
    private long leased = clock.GetTimestamp();
    private long refusedAt;
    private TimeSpan refusedFor;
    private TokenBucket? alone;
    private Task? refill;

    /// <summary>When somebody last asked, as a timestamp of the clock.</summary>
    public long LastAsked { get; private set; } = clock.GetTimestamp();

    /// <returns>Zero when the request may go on, else how long until another may.</returns>
    public ValueTask<TimeSpan> TakeAsync()
    {
        lock (gate)
        {
            if (TryTake())
            {
                // The next lease is fetched while this one still lasts, so that a busy caller never waits for it.
                if (size > 1 && permits <= size / 4)
                    refill ??= RefillAsync();
                return new ValueTask<TimeSpan>(TimeSpan.Zero);
            }

            if (RefusedFor() is { Ticks: > 0 } wait)
                return new ValueTask<TimeSpan>(wait);
        }

        return new ValueTask<TimeSpan>(WaitAsync());
    }

    private async Task<TimeSpan> WaitAsync()
    {
        lock (gate)
            waiting++;
        try
        {
            while (true)
            {
                Task pending;
                lock (gate)
                {
                    if (TryTake())
                        return TimeSpan.Zero;
                    if (RefusedFor() is { Ticks: > 0 } wait)
                        return wait;
                    pending = refill ??= RefillAsync();
                }

                await pending;
            }
        }
        finally
        {
            lock (gate)
                waiting--;
        }
    }

    private bool TryTake()
    {
        LastAsked = clock.GetTimestamp();
        if (permits > 0 && clock.GetElapsedTime(leased, LastAsked) > Lifetime)
        {
            permits = 0;
            size = 1;
        }

        if (permits == 0)
            return false;
        permits--;
        return true;
    }

    private TimeSpan RefusedFor() => refusedFor == TimeSpan.Zero ? TimeSpan.Zero : refusedFor - clock.GetElapsedTime(refusedAt);

    private async Task RefillAsync()
    {
        // Off the caller's lock: what follows takes it again.
        await Task.Yield();
        int wanted;
        lock (gate)
            wanted = Math.Max(1, Math.Max(size - permits, waiting));
        try
        {
            var grant = await shared.TakeAsync(key, limit, wanted);
            lock (gate)
                Accept(grant, wanted);
        }
        finally
        {
            lock (gate)
                refill = null;
        }
    }

    /// <param name="grant">Null when the shared bucket is out of reach: this replica then counts alone.</param>
    private void Accept(Grant? grant, int wanted)
    {
        // The own bucket is kept: one that came and went with a flickering Redis would be full each time.
        var given = grant ?? (alone ??= new TokenBucket(limit, clock)).Take(wanted);
        permits += given.Permits;
        leased = refusedAt = clock.GetTimestamp();
        refusedFor = permits > 0 ? TimeSpan.Zero : given.RetryAfter;
        // A bucket near its end is shared out in single permits, so that no replica sits on the last ones.
        size = given.Permits < wanted ? 1 : Math.Min(size * 2, largest);
    }
}
