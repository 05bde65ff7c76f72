using ServiceDefaults.Redis;
using StackExchange.Redis;

namespace Gateway.RateLimits;

/// <summary>
/// The buckets that all replicas share, in Redis. When Redis is gone or slow the answer is "unknown" at once, which costs no request its time.
/// </summary>
public sealed partial class SharedBuckets : IHostedService, IDisposable
{
    /// <summary>Unless <c>RateLimits:LongestCall</c> says otherwise.</summary>
    private static readonly TimeSpan LongestCall = TimeSpan.FromMilliseconds(250);

    // Redis' own clock: replicas need not agree on the time. A bucket that is full again is forgotten.
    private const string TakeScript = """
        local capacity, per_second, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
        local time = redis.call('TIME')
        local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
        local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'counted')
        local tokens, counted = tonumber(bucket[1]) or capacity, tonumber(bucket[2]) or now
        tokens = math.min(capacity, tokens + math.max(0, now - counted) * per_second)
        local granted = math.min(wanted, math.floor(tokens))
        tokens = tokens - granted
        redis.call('HSET', KEYS[1], 'tokens', string.format('%.6f', tokens), 'counted', string.format('%.6f', now))
        redis.call('PEXPIRE', KEYS[1], math.ceil((capacity - tokens) / per_second * 1000) + 1000)
        if granted > 0 then return {granted, 0} end
        return {0, math.ceil((1 - tokens) / per_second * 1000)}
        """;

    private readonly IConfiguration configuration;
    private readonly ILogger<SharedBuckets> logger;
    private readonly RedisLink redis;

    public SharedBuckets(IConfiguration configuration, TimeProvider clock, ILogger<SharedBuckets> logger)
    {
        (this.configuration, this.logger) = (configuration, logger);
        redis = new RedisLink(configuration.GetValue("RateLimits:LongestCall", LongestCall), clock, Hear);
    }

    /// <summary>Whether Redis answers now.</summary>
    public Task<bool> IsReachableAsync() => redis.IsReachable();

    /// <returns>Null when Redis does not answer.</returns>
    public async Task<Grant?> TakeAsync(LimitKey key, RateLimit limit, int wanted)
    {
        var answer = await redis.Try(database => database.ScriptEvaluateAsync(TakeScript, [key.ToString()], [limit.Permits, limit.PerSecond, wanted]));
        if (answer is null)
            return null;
        var granted = (RedisValue[])answer;
        return new Grant((int)granted[0], TimeSpan.FromMilliseconds((long)granted[1]));
    }

    /// <summary>Connects without holding up the start: until Redis answers, and whenever it is gone, the replica counts alone.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (configuration.GetConnectionString("redis") is { Length: > 0 } address)
            redis.Connect(address);
        else
            LogNoRedis();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => redis.Dispose();

    private void Hear(string? reason)
    {
        if (reason is null)
            LogReachable();
        else
            LogUnreachable(reason);
    }

    [LoggerMessage(1, LogLevel.Information, "Rate limits are shared with the other replicas through Redis.")]
    private partial void LogReachable();

    [LoggerMessage(2, LogLevel.Warning, "Redis does not answer: this replica counts its rate limits alone until it does. {Reason}")]
    private partial void LogUnreachable(string reason);

    [LoggerMessage(3, LogLevel.Warning, "No connection string 'redis': this replica counts its rate limits alone.")]
    private partial void LogNoRedis();
}
