using Npgsql;
using ServiceDefaults.Redis;
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
internal sealed partial class ShopCache : IHostedService, IDisposable
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

    private readonly IConfiguration _configuration;
    private readonly TimeProvider _clock;
    private readonly ILogger<ShopCache> _logger;
    private readonly RedisLink _redis;
    private readonly string _root;
    private readonly Lock _negatives = new();
    private long _windowEnds;
    private int _keptInWindow;

    public ShopCache(IConfiguration configuration, NpgsqlDataSource database, TimeProvider clock, ILogger<ShopCache> logger)
    {
        (_configuration, _clock, _logger) = (configuration, clock, logger);
        _redis = new RedisLink(LongestCall, clock, Hear);
        // Several installations may share a Redis; their databases have names of their own.
        _root = $"storefront:{new NpgsqlConnectionStringBuilder(database.ConnectionString).Database}:shops";
    }

    /// <returns>Null when Redis does not answer.</returns>
    public async Task<CachedShop?> Find(string key)
    {
        var answer = await _redis.Try(redis => redis.ScriptEvaluateAsync(ReadScript, [_root], [key]));
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

        await _redis.Try(redis => redis.StringSetAsync($"{_root}:{epoch}:{key}", json ?? "", json is null ? NegativeWindow : Lifetime));
    }

    public async Task Forget() => await _redis.Try(redis => redis.StringIncrementAsync(_root));

    /// <summary>Connects without holding up the start.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (_configuration.GetConnectionString("redis") is { Length: > 0 } address)
        {
            _redis.Connect(address);
        }
        else
        {
            LogNoRedis();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _redis.Dispose();

    private void Hear(string? reason)
    {
        if (reason is not null)
        {
            LogUnreachable(reason);
        }
    }

    private bool MayKeepNegative()
    {
        lock (_negatives)
        {
            var now = _clock.GetTimestamp();
            if (now >= _windowEnds)
            {
                _windowEnds = now + (long)(NegativeWindow.TotalSeconds * _clock.TimestampFrequency);
                _keptInWindow = 0;
            }

            return ++_keptInWindow <= MostNegatives;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Redis does not answer: shops are looked up in the database until it does. {Reason}")]
    private partial void LogUnreachable(string reason);

    [LoggerMessage(LogLevel.Warning, "No connection string 'redis': shops are looked up in the database each time.")]
    private partial void LogNoRedis();
}
