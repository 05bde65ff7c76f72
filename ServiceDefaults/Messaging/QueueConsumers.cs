using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace ServiceDefaults.Messaging;

/// <summary>
/// Consumes the service's queues, each on a channel of its own. When the connection or any channel is lost, all is opened again, and declared again: a broker
/// that lost its data gets its queues back.
/// </summary>
internal sealed partial class QueueConsumers(
    BrokerConnection broker,
    BrokerTopology topology,
    ServiceMessaging messaging,
    ReactionRunner runner,
    FailedDeliveries failed,
    IOptions<MessagingOptions> options,
    ILogger<QueueConsumers> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>How long a delivery that is being handled may take to end when the service stops; then it goes back to its queue.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private int _working;

    /// <summary>Whether every queue is being consumed.</summary>
    public bool IsConsuming { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var connection = broker;
        await ((Task)topology.Declared.WaitAsync(stoppingToken)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ConsumeUntilLost(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogLost(exception);
                await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task ConsumeUntilLost(CancellationToken stoppingToken)
    {
        var channels = new List<IChannel>();
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await using (var declaring = await broker.OpenChannel(stoppingToken))
                await topology.Declare(declaring, stoppingToken);
            foreach (var queue in messaging.Queues)
            {
                var channel = await broker.OpenChannel(stoppingToken, (ushort)options.Value.Concurrency);
                channels.Add(channel);
                channel.ChannelShutdownAsync += (_, reason) =>
                {
                    lost.TrySetException(new OperationInterruptedException(reason));
                    return Task.CompletedTask;
                };
                await Consume(channel, queue, stoppingToken);
            }

            IsConsuming = true;
            await lost.Task.WaitAsync(stoppingToken);
        }
        finally
        {
            IsConsuming = false;
            await LetDeliveriesEnd();
            foreach (var channel in channels)
                await channel.DisposeAsync();
        }
    }

    private async Task Consume(IChannel channel, ReactionQueue queue, CancellationToken stoppingToken)
    {
        var delivery = new Delivery(queue, runner, failed);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, received) =>
        {
            // What was handed out ahead goes back to the queue when the channel closes.
            if (stoppingToken.IsCancellationRequested)
                return;
            Interlocked.Increment(ref _working);
            try
            {
                await Settle(channel, delivery, queue.Name, received);
            }
            finally
            {
                Interlocked.Decrement(ref _working);
            }
        };
        await channel.BasicQosAsync(prefetchSize: 0, options.Value.Prefetch, global: false, stoppingToken);
        await channel.BasicConsumeAsync(queue.Name, autoAck: false, consumer, stoppingToken);
    }

    private async Task Settle(IChannel channel, Delivery delivery, string queue, BasicDeliverEventArgs received)
    {
        try
        {
            await delivery.Handle(received);
            await channel.BasicAckAsync(received.DeliveryTag, multiple: false, received.CancellationToken);
        }
        catch (Exception) when (!channel.IsOpen)
        {
            // The broker has taken it back already and delivers it again; if its effect is committed, the inbox knows.
        }
        catch (Exception exception)
        {
            LogReturned(queue, received.BasicProperties.MessageId, exception);
            await channel.BasicNackAsync(received.DeliveryTag, multiple: false, requeue: true, CancellationToken.None);
        }
    }

    private async Task LetDeliveriesEnd()
    {
        for (var waited = TimeSpan.Zero; Volatile.Read(ref _working) > 0 && waited < Patience; waited += TimeSpan.FromMilliseconds(20))
            await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
    }

    [LoggerMessage(LogLevel.Warning, "Queues are not consumed: the broker is away")]
    private partial void LogLost(Exception exception);

    [LoggerMessage(LogLevel.Warning, "{Queue}: message {MessageId} could not be routed on and goes back to the queue")]
    private partial void LogReturned(string queue, string? messageId, Exception exception);
}
