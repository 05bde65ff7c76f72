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
    InFlight inFlight,
    IOptions<MessagingOptions> options,
    ILogger<QueueConsumers> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

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
        var works = new List<QueueWork>();
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await using (var declaring = await broker.OpenChannel(stoppingToken))
                await topology.Declare(declaring, stoppingToken);
            foreach (var queue in messaging.Queues)
            {
                var channel = await broker.OpenChannel(stoppingToken);
                channels.Add(channel);
                channel.ChannelShutdownAsync += (_, reason) =>
                {
                    lost.TrySetException(new OperationInterruptedException(reason));
                    return Task.CompletedTask;
                };
                var work = new QueueWork(channel, queue, runner, failed, inFlight, options.Value, logger);
                works.Add(work);
                await Consume(channel, queue, work, stoppingToken);
            }

            IsConsuming = true;
            await lost.Task.WaitAsync(stoppingToken);
        }
        finally
        {
            IsConsuming = false;
            await Task.WhenAll(works.Select(work => work.DisposeAsync().AsTask()));
            foreach (var channel in channels)
                await channel.DisposeAsync();
        }
    }

    private async Task Consume(IChannel channel, ReactionQueue queue, QueueWork work, CancellationToken stoppingToken)
    {
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, received) => work.Take(received);
        await channel.BasicQosAsync(prefetchSize: 0, options.Value.Prefetch, global: false, stoppingToken);
        await channel.BasicConsumeAsync(queue.Name, autoAck: false, consumer, stoppingToken);
    }

    [LoggerMessage(LogLevel.Warning, "Queues are not consumed: the broker is away")]
    private partial void LogLost(Exception exception);
}
