using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ServiceDefaults.Messaging;

/// <summary>Says whether events come in.</summary>
internal sealed class BrokerHealth(QueueConsumers consumers) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(consumers.IsConsuming
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(context.Registration.FailureStatus, "The broker is away: events wait in the outbox and in their queues."));
}
