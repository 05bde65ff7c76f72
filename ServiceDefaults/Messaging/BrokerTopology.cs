using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace ServiceDefaults.Messaging;

/// <summary>
/// Declares everything the service needs in the broker before it sends anything: exchanges, queues with their bindings, delay and dead-letter queues.
/// Tries until the broker is there.
/// </summary>
/// <remarks>
/// Sending waits for it because of the first start of a system: whoever has published an event has by then a queue for
/// <see cref="Signals.V1.EventsRequested"/>, so a reaction whose queue is younger than the event can ask for it.
/// </remarks>
internal sealed partial class BrokerTopology(BrokerConnection broker, ServiceMessaging messaging, ILogger<BrokerTopology> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource<IReadOnlySet<string>> _declared = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when all stands, with the queues that were not there before.</summary>
    public Task<IReadOnlySet<string>> Declared => _declared.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var missing = await Missing(stoppingToken);
                await using var channel = await broker.OpenChannel(stoppingToken);
                await Declare(channel, stoppingToken);
                _declared.TrySetResult(missing);
                return;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogWaiting(exception);
                await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Makes what is not there; what is there stays.</summary>
    public async Task Declare(IChannel channel, CancellationToken cancellationToken)
    {
        foreach (var type in messaging.Published)
            await channel.ExchangeDeclareAsync(EventName.Of(type), ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancellationToken);
        foreach (var queue in messaging.Queues)
        {
            await DeclareBound(channel, queue, cancellationToken);
            await channel.QueueDeclareAsync(FailedDeliveries.DelayQueue(queue.Name), durable: true, exclusive: false, autoDelete: false, DelayArguments(queue.Name), cancellationToken: cancellationToken);
            await channel.QueueDeclareAsync(FailedDeliveries.DeadQueue(queue.Name), durable: true, exclusive: false, autoDelete: false, cancellationToken: cancellationToken);
        }
    }

    private async Task<IReadOnlySet<string>> Missing(CancellationToken cancellationToken)
    {
        var missing = new HashSet<string>(StringComparer.Ordinal);
        foreach (var queue in messaging.Queues)
        {
            // Asking for a queue that is not there closes the channel.
            await using var channel = await broker.OpenChannel(cancellationToken);
            try
            {
                await channel.QueueDeclarePassiveAsync(queue.Name, cancellationToken);
            }
            catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == Constants.NotFound)
            {
                missing.Add(queue.Name);
            }
        }
        return missing;
    }

    private static async Task DeclareBound(IChannel channel, ReactionQueue queue, CancellationToken cancellationToken)
    {
        await channel.ExchangeDeclareAsync(queue.Name, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancellationToken);
        await channel.QueueDeclareAsync(queue.Name, durable: true, exclusive: false, autoDelete: false, QueueArguments(queue.Name), cancellationToken: cancellationToken);
        await channel.QueueBindAsync(queue.Name, queue.Name, routingKey: "", cancellationToken: cancellationToken);
        foreach (var reaction in queue.Reactions)
        {
            await channel.ExchangeDeclareAsync(reaction.Exchange, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancellationToken);
            await channel.ExchangeBindAsync(destination: queue.Name, source: reaction.Exchange, routingKey: "", cancellationToken: cancellationToken);
        }
    }

    /// <summary>Where a delivery limit is set (RabbitMQ 4 has one by default), the broker too gives up into the dead letters instead of dropping.</summary>
    private static Dictionary<string, object?> QueueArguments(string queue) => new(StringComparer.Ordinal)
    {
        ["x-queue-type"] = "quorum",
        ["x-dead-letter-exchange"] = "",
        ["x-dead-letter-routing-key"] = FailedDeliveries.DeadQueue(queue),
    };

    // Classic queues: they are empty but for bad days, cost a tenth of a quorum queue, and pass on what expires only when its own queue has confirmed it.
    private static Dictionary<string, object?> DelayArguments(string queue) => new(StringComparer.Ordinal)
    {
        ["x-dead-letter-exchange"] = "",
        ["x-dead-letter-routing-key"] = queue,
    };

    [LoggerMessage(LogLevel.Warning, "Queues wait to be declared: the broker is away")]
    private partial void LogWaiting(Exception exception);
}
