using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.RateLimits;

/// <summary>Without Redis the gateway serves on, and each replica counts alone: degraded, not down.</summary>
public sealed class SharedBucketsHealth(SharedBuckets shared) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await shared.IsReachableAsync() ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded("Redis does not answer; rate limits are counted by each replica alone.");
}
