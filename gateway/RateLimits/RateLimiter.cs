using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Gateway.RateLimits;

/// <summary>Every caller's lease in this replica. Leases that nobody asks for are forgotten, so that many addresses don't fill the memory.</summary>
public sealed class RateLimiter(IOptions<RateLimitOptions> options, SharedBuckets shared, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(10);

    // A bucket counted alone must survive until it would be full again, or forgetting it would give the permits back.
    private readonly TimeSpan forgetAfter = new[] { options.Value.Caller, options.Value.Anonymous, options.Value.SignIn }.Max(limit => limit.Window) + SweepEvery;
    private readonly ConcurrentDictionary<LimitKey, Lease> leases = new();

    /// <returns>Zero when the request may go on, else how long until another may.</returns>
    public ValueTask<TimeSpan> TakeAsync(LimitKey key) =>
        (leases.TryGetValue(key, out var lease) ? lease : leases.GetOrAdd(key, Create)).TakeAsync();

    private Lease Create(LimitKey key)
    {
        var limit = key.Kind switch
        {
            LimitKind.Caller => options.Value.Caller,
            LimitKind.SignIn => options.Value.SignIn,
            _ => options.Value.Anonymous,
        };
        return new Lease(key, limit, Math.Clamp(options.Value.LargestLease, 1, Math.Max(1, limit.Permits / 8)), shared, clock);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SweepEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            foreach (var (key, lease) in leases)
                if (clock.GetElapsedTime(lease.LastAsked) > forgetAfter)
                    leases.TryRemove(key, out _);
    }
}
