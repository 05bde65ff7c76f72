namespace Gateway.RateLimits;

/// <summary>
/// Configuration section <c>RateLimits</c>. Each limit is a bucket: <see cref="RateLimit.Permits"/> at once, refilled evenly over <see cref="RateLimit.Window"/>.
/// </summary>
public sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>A signed-in person in one organisation, over all replicas.</summary>
    public RateLimit Caller { get; set; } = new() { Permits = 600, Window = TimeSpan.FromSeconds(10) };

    /// <summary>One address without a valid token: the docs, shop windows, keys, and everything that is about to be answered with 401.</summary>
    public RateLimit Anonymous { get; set; } = new() { Permits = 300, Window = TimeSpan.FromSeconds(10) };

    /// <summary>
    /// One address that tries secrets: anonymous requests that change something (sign-in, refresh, invitations). Room for an office of some hundred
    /// people, each of whom refreshes every 5 minutes; a single account is guarded by Orgs' lockout.
    /// </summary>
    public RateLimit SignIn { get; set; } = new() { Permits = 120, Window = TimeSpan.FromMinutes(1) };

    /// <summary>The most permits that a replica takes from the shared bucket at once. Bounds how far the replicas together can stray from the limit.</summary>
    public int LargestLease { get; set; } = 32;
}

/// <summary>How many requests, and over how long.</summary>
public sealed class RateLimit
{
    public int Permits { get; set; }

    public TimeSpan Window { get; set; }

    /// <summary>Permits that come back in a second.</summary>
    public double PerSecond => Permits / Window.TotalSeconds;

    public bool IsValid => Permits > 0 && Window > TimeSpan.Zero;
}
