using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace ServiceDefaults.Messaging;

internal static class MessagingServices
{
    public static void AddMessaging(this IServiceCollection services, ServiceMessaging messaging, IConfiguration configuration)
    {
        services.Configure<MessagingOptions>(configuration.GetSection("Messaging"));
        services.AddSingleton(_ => new BrokerConnection(Address(configuration), messaging.Service));
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
        services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            // Without the broker a service still answers and its events wait in the outbox: that is degraded, not down.
            bus.ConfigureHealthCheckOptions(check =>
            {
                check.Name = "bus";
                check.MinimalFailureStatus = HealthStatus.Degraded;
            });
            bus.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.Host(Address(configuration), host => host.ConnectionName(messaging.Service));
                foreach (var queue in messaging.Queues)
                    rabbit.ReceiveEndpoint(queue.Name, endpoint => Configure(endpoint, queue, context));
            });
        });
        // After the bus, so that it stops before it: what it has published is confirmed and marked.
        services.AddHostedService<OutboxDispatcher>();
        services.AddHostedService<OutboxReader>();
        services.AddHostedService<EventReplayer>();
        services.AddSingleton<ReactionHistory>();
        services.AddHostedService(provider => provider.GetRequiredService<ReactionHistory>());
    }

    private static void Configure(IRabbitMqReceiveEndpointConfigurator endpoint, ReactionQueue queue, IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<MessagingOptions>>().Value;
        endpoint.ConfigureConsumeTopology = false;
        endpoint.PrefetchCount = options.Prefetch;
        endpoint.ConcurrentMessageLimit = options.Concurrency;
        foreach (var (name, value) in BrokerTopology.QueueArguments(queue.Name))
            endpoint.SetQueueArgument(name, value);
        foreach (var reaction in queue.Reactions)
            endpoint.Bind(reaction.Exchange, exchange => exchange.ExchangeType = "fanout");
        var filter = new DeliveryFilter(queue, services.GetRequiredService<ReactionRunner>(), services.GetRequiredService<FailedDeliveries>());
        endpoint.ConfigureReceive(receive => receive.UseFilter(filter));
    }

    private static Uri Address(IConfiguration configuration) =>
        new(configuration.GetConnectionString("rabbitmq") ?? throw new InvalidOperationException("The connection string 'rabbitmq' is not set."));
}
