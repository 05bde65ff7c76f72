using StackExchange.Redis;

namespace ServiceDefaults.Redis;

/// <summary>
/// Redis, on which nothing depends: while it is gone or slow there is no answer, at once, and no call is tried for a moment, so that a dead Redis costs no
/// request its time. Compiled into the two that have Redis, the gateway and Storefront: the other services would ship its client, and all that it needs, for nothing.
/// </summary>
/// <param name="longestCall">What takes longer has no answer.</param>
/// <param name="hear">Told when Redis begins to answer, with null, and when it does not, with the reason.</param>
internal sealed class RedisLink(TimeSpan longestCall, TimeProvider clock, Action<string?> hear) : IDisposable
{
    private static readonly TimeSpan RestAfterFailure = TimeSpan.FromSeconds(1);

    private ConnectionMultiplexer? _redis;
    private long _restUntil;
    private volatile bool _isAnswering;
    private volatile bool _isSilent;

    /// <summary>Holds up nothing: until it is done there is no answer.</summary>
    /// <param name="address">As a connection string.</param>
    public void Connect(string address)
    {
        var options = ConfigurationOptions.Parse(address);
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = 1000;
        options.KeepAlive = 5;
        options.ReconnectRetryPolicy = new LinearRetry(500);
        _ = ConnectAsync(options);
    }

    /// <returns>The default when Redis does not answer.</returns>
    public async Task<T?> Try<T>(Func<IDatabase, Task<T>> call)
    {
        if (_redis is not { } redis || clock.GetTimestamp() < Volatile.Read(ref _restUntil))
            return default;
        try
        {
            var answer = await call(redis.GetDatabase()).WaitAsync(longestCall, clock);
            Hear(null);
            return answer;
        }
        catch (Exception error) when (IsSilence(error))
        {
            Volatile.Write(ref _restUntil, clock.GetTimestamp() + (long)(RestAfterFailure.TotalSeconds * clock.TimestampFrequency));
            Hear(error.Message);
            return default;
        }
    }

    /// <summary>Whether Redis answers now. Asks even where a call would not be tried.</summary>
    public async Task<bool> IsReachable()
    {
        if (_redis is not { } redis)
            return false;
        try
        {
            await redis.GetDatabase().PingAsync().WaitAsync(longestCall, clock);
            return true;
        }
        catch (Exception error) when (IsSilence(error))
        {
            return false;
        }
    }

    public void Dispose() => _redis?.Dispose();

    private static bool IsSilence(Exception error) => error is RedisException or TimeoutException or ObjectDisposedException;

    private async Task ConnectAsync(ConfigurationOptions options)
    {
        try
        {
            _redis = await ConnectionMultiplexer.ConnectAsync(options);
        }
        catch (RedisException error)
        {
            Hear(error.Message);
        }
    }

    /// <summary>Tells each change once.</summary>
    private void Hear(string? reason)
    {
        if (reason is null ? _isAnswering : _isSilent)
            return;
        (_isAnswering, _isSilent) = (reason is null, reason is not null);
        hear(reason);
    }
}
