using StackExchange.Redis;

namespace Gateway.RateLimits;

/// <summary>
/// The buckets that all replicas share, in Redis. When Redis is gone or slow the answer is "unknown" at once (and no call is tried for
/// <see cref="RestAfterFailure"/>), so that a dead Redis costs no request its time.
/// </summary>
public sealed partial class SharedBuckets(IConfiguration configuration, TimeProvider clock, ILogger<SharedBuckets> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan LongestCall = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RestAfterFailure = TimeSpan.FromSeconds(1);

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

    private ConnectionMultiplexer? redis;
    private long restUntil;
    private volatile bool failing = true;

    /// <summary>Whether Redis answers now.</summary>
    public async Task<bool> IsReachableAsync()
    {
        if (redis is null)
            return false;
        try
        {
            await redis.GetDatabase().PingAsync().WaitAsync(LongestCall, clock);
            return true;
        }
        catch (Exception error) when (error is RedisException or TimeoutException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <returns>Null when Redis does not answer.</returns>
    public async Task<Grant?> TakeAsync(LimitKey key, RateLimit limit, int wanted)
    {
        if (redis is null || clock.GetTimestamp() < Volatile.Read(ref restUntil))
            return null;
        try
        {
            var call = redis.GetDatabase().ScriptEvaluateAsync(TakeScript, [key.ToString()], [limit.Permits, limit.PerSecond, wanted]);
            var answer = (RedisValue[])await call.WaitAsync(LongestCall, clock);
            if (failing)
            {
                failing = false;
                LogReachable();
            }

            return new Grant((int)answer[0], TimeSpan.FromMilliseconds((long)answer[1]));
        }
        catch (Exception error) when (error is RedisException or TimeoutException or ObjectDisposedException)
        {
            Volatile.Write(ref restUntil, clock.GetTimestamp() + (long)(RestAfterFailure.TotalSeconds * clock.TimestampFrequency));
            if (!failing)
            {
                failing = true;
                LogUnreachable(error.Message);
            }

            return null;
        }
    }

    /// <summary>Connects without holding up the start: until Redis answers, and whenever it is gone, the replica counts alone.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (configuration.GetConnectionString("redis") is not { Length: > 0 } address)
        {
            LogNoRedis();
            return Task.CompletedTask;
        }

        var options = ConfigurationOptions.Parse(address);
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = 1000;
        options.KeepAlive = 5;
        options.ReconnectRetryPolicy = new LinearRetry(500);
        _ = ConnectAsync(options);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => redis?.Dispose();

    private async Task ConnectAsync(ConfigurationOptions options)
    {
        try
        {
            redis = await ConnectionMultiplexer.ConnectAsync(options);
        }
        catch (RedisException error)
        {
            LogUnreachable(error.Message);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Rate limits are shared with the other replicas through Redis.")]
    private partial void LogReachable();

    [LoggerMessage(2, LogLevel.Warning, "Redis does not answer: this replica counts its rate limits alone until it does. {Reason}")]
    private partial void LogUnreachable(string reason);

    [LoggerMessage(3, LogLevel.Warning, "No connection string 'redis': this replica counts its rate limits alone.")]
    private partial void LogNoRedis();
}
