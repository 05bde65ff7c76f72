using System.Net;
using Gateway.RateLimits;

namespace Gateway.Tests;

public sealed class TokenBucketTests
{
    private readonly ManualClock clock = new();

    [Fact]
    public void Take_FullBucket_GivesWhatIsThere()
    {
        var bucket = Bucket(permits: 10, seconds: 10);

        Assert.Equal(7, bucket.Take(7).Permits);
        Assert.Equal(3, bucket.Take(7).Permits);
        Assert.Equal(new Grant(0, TimeSpan.FromSeconds(1)), bucket.Take(1));
    }

    [Fact]
    public void Take_TimePasses_RefillsEvenlyAndNeverOverTheBrim()
    {
        var bucket = Bucket(permits: 10, seconds: 10);
        bucket.Take(10);

        clock.Advance(TimeSpan.FromSeconds(2.5));
        Assert.Equal(2, bucket.Take(10).Permits);
        Assert.Equal(TimeSpan.FromSeconds(0.5), bucket.Take(1).RetryAfter);

        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(10, bucket.Take(100).Permits);
    }

    [Fact]
    public void OfAddress_AddressesOfOneIPv6Network_AreOneKey()
    {
        var key = Key("2001:db8:1:2::1");

        Assert.Equal(key, Key("2001:db8:1:2:ffff::9"));
        Assert.NotEqual(key, Key("2001:db8:1:3::1"));
        Assert.NotEqual(Key("10.0.0.1"), Key("10.0.0.2"));
        Assert.Equal(Key("10.0.0.1"), Key("::ffff:10.0.0.1"));
    }

    private static LimitKey Key(string address) => LimitKey.OfAddress(LimitKind.Anonymous, IPAddress.Parse(address));

    private TokenBucket Bucket(int permits, int seconds) => new(new RateLimit { Permits = permits, Window = TimeSpan.FromSeconds(seconds) }, clock);

    private sealed class ManualClock : TimeProvider
    {
        private long now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => now;

        public void Advance(TimeSpan time) => now += time.Ticks;
    }
}
