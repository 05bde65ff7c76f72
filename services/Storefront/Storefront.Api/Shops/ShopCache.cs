using Npgsql;
using StackExchange.Redis;

namespace Storefront.Api.Shops;

/// <summary>What a look-up found in Redis.</summary>
/// <param name="Epoch">To be given back with what is kept: what was read before a change is then never found after it.</param>
/// <param name="Json">Null where nothing is kept, empty where it is known that there is no such shop.</param>
internal sealed record CachedShop(string Epoch, string? Json);

/// <summary>
/// Which shop stands where, in Redis. One change of a shop forgets all of them, by counting up an epoch that is part of every key; changes are rare and
/// look-ups are not. When Redis is gone or slow nothing is known, at once: that costs speed and no more. Should a change go unnoticed because of that,
/// what is stale ends after <see cref="Lifetime"/>.
/// </summary>
internal sealed partial class ShopCache(IConfiguration configuration, NpgsqlDataSource database, TimeProvider clock, ILogger<ShopCache> logger) : IHostedService, IDisposable
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    /// <summary>How many look-ups of shops that there are none of are kept in one <see cref="NegativeWindow"/>: whoever tries all names cannot fill Redis.</summary>
    public const int MostNegatives = 1000;

    public static readonly TimeSpan NegativeWindow = TimeSpan.FromSeconds(10);

    private const string ReadScript = """
        local epoch = redis.call('GET', KEYS[1]) or '0'
        return {epoch, redis.call('GET', KEYS[1] .. ':' .. epoch .. ':' .. ARGV[1])}
        """;

    private static readonly TimeSpan LongestCall = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RestAfterFailure = TimeSpan.FromSeconds(1);

    // Several installations may share a Redis; their databases have names of their own.
    private readonly string _root = $"storefront:{new NpgsqlConnectionStringBuilder(database.ConnectionString).Database}:shops";
    private readonly Lock _negatives = new();
    private ConnectionMultiplexer? _redis;
    private long _restUntil;
    private long _windowEnds;
    private int _keptInWindow;

    /// <returns>Null when Redis does not answer.</returns>
    public async Task<CachedShop?> Find(string key)
    {
        var answer = await Try(redis => redis.ScriptEvaluateAsync(ReadScript, [_root], [key]));
        if (answer is null)
        {
            return null;
        }

        var parts = (RedisValue[])answer;
        return new CachedShop(parts[0]!, parts[1].IsNull ? null : (string)parts[1]!);
    }

    /// <param name="json">Null where there is no such shop.</param>
    public async Task Keep(string epoch, string key, string? json)
    {
        if (json is null && !MayKeepNegative())
        {
            return;
        }

        await Try(redis => redis.StringSetAsync($"{_root}:{epoch}:{key}", json ?? "", json is null ? NegativeWindow : Lifetime));
    }

    public async Task Forget() => await Try(redis => redis.StringIncrementAsync(_root));

    /// <summary>Connects without holding up the start.</summary>
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

    public void Dispose() => _redis?.Dispose();

    private async Task ConnectAsync(ConfigurationOptions options)
    {
        try
        {
            _redis = await ConnectionMultiplexer.ConnectAsync(options);
        }
        catch (RedisException error)
        {
            LogUnreachable(error.Message);
        }
    }

    private bool MayKeepNegative()
    {
        lock (_negatives)
        {
            var now = clock.GetTimestamp();
            if (now >= _windowEnds)
            {
                _windowEnds = now + (long)(NegativeWindow.TotalSeconds * clock.TimestampFrequency);
                _keptInWindow = 0;
            }

            return ++_keptInWindow <= MostNegatives;
        }
    }

    private async Task<T?> Try<T>(Func<IDatabase, Task<T>> call)
    {
        if (_redis is not { } redis || clock.GetTimestamp() < Volatile.Read(ref _restUntil))
        {
            return default;
        }

        try
        {
            return await call(redis.GetDatabase()).WaitAsync(LongestCall, clock);
        }
        catch (Exception error) when (error is RedisException or TimeoutException or ObjectDisposedException)
        {
            Volatile.Write(ref _restUntil, clock.GetTimestamp() + (long)(RestAfterFailure.TotalSeconds * clock.TimestampFrequency));
            LogUnreachable(error.Message);
            return default;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Redis does not answer: shops are looked up in the database until it does. {Reason}")]
    private partial void LogUnreachable(string reason);

    [LoggerMessage(LogLevel.Warning, "No connection string 'redis': shops are looked up in the database each time.")]
    private partial void LogNoRedis();
}
