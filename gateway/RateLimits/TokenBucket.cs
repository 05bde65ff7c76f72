namespace Gateway.RateLimits;

/// <summary>What a bucket gave: some permits, or none and how long until there is one.</summary>
public readonly record struct Grant(int Permits, TimeSpan RetryAfter);

/// <summary>
/// A bucket in this process: what a replica counts with while Redis is gone. It holds the same rule as <see cref="SharedBuckets"/>' script,
/// for this replica alone. Not thread-safe: its <see cref="Lease"/> calls it under its lock.
/// </summary>
public sealed class TokenBucket(RateLimit limit, TimeProvider clock)
{
    private double tokens = limit.Permits;
    private long counted = clock.GetTimestamp();

    public Grant Take(int wanted)
    {
        var now = clock.GetTimestamp();
        tokens = Math.Min(limit.Permits, tokens + clock.GetElapsedTime(counted, now).TotalSeconds * limit.PerSecond);
        counted = now;

        var granted = (int)Math.Min(wanted, Math.Floor(tokens));
        tokens -= granted;
        return granted > 0 ? new Grant(granted, TimeSpan.Zero) : new Grant(0, TimeSpan.FromSeconds((1 - tokens) / limit.PerSecond));
    }
}
