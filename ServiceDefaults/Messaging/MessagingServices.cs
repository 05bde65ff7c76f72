using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ServiceDefaults.Messaging;

internal static class MessagingServices
{
    public static void AddMessaging(this IServiceCollection services, ServiceMessaging messaging, IConfiguration configuration)
    {
        services.Configure<MessagingOptions>(configuration.GetSection("Messaging"));
        services.AddSingleton(_ => new BrokerConnection(Address(configuration), $"{messaging.Service} (sends)"));
        services.AddSingleton<InFlight>();
        services.AddSingleton<ReactionRunner>();
        services.AddSingleton<FailedDeliveries>();
        services.AddSingleton<OutboxPublisher>();
        services.AddSingleton<FreshEvents>();
        services.AddSingleton<SentMarks>();
        services.AddSingleton<ConsumerGenerations>();
        services.AddSingleton<DeadLetters>();
        services.AddSingleton<BrokerTopology>();
        services.AddHostedService(provider => provider.GetRequiredService<BrokerTopology>());
        services.AddHostedService<OutboxDispatcher>();
        services.AddHostedService<OutboxReader>();
        services.AddHostedService<EventReplayer>();
        services.AddSingleton<ReactionHistory>();
        services.AddHostedService(provider => provider.GetRequiredService<ReactionHistory>());
        // Last in, first to stop: what the last deliveries caused is still sent. A connection of its own, because the broker stops reading from one that publishes
        // too much, acknowledgements included.
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<QueueConsumers>(
            provider, new BrokerConnection(Address(configuration), $"{messaging.Service} (consumes)")));
        services.AddHostedService(provider => provider.GetRequiredService<QueueConsumers>());
        // Without the broker a service still answers and its events wait in the outbox: that is degraded, not down.
        services.AddHealthChecks().AddCheck<BrokerHealth>("bus", HealthStatus.Degraded);
    }

    private static Uri Address(IConfiguration configuration) =>
        new(configuration.GetConnectionString("rabbitmq") ?? throw new InvalidOperationException("The connection string 'rabbitmq' is not set."));
}
