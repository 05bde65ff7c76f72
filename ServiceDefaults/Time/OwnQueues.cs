using RabbitMQ.Client;
using ServiceDefaults.Messaging;

namespace ServiceDefaults.Time;

/// <summary>Asks the broker whether anything waits for this service's reactions. The mechanics' own signals do not count.</summary>
internal sealed class OwnQueues(BrokerConnection broker, ServiceMessaging messaging)
{
    /// <summary>A channel asks one question at a time, and there are two for each queue.</summary>
    private const int QueuesOnAChannel = 5;

    public async Task<bool> AreEmpty(CancellationToken cancellationToken)
    {
        var parts = messaging.Queues.Where(queue => !queue.IsSignal).Chunk(QueuesOnAChannel).Select(part => AreEmpty(part, cancellationToken));
        return Array.TrueForAll(await Task.WhenAll(parts), isEmpty => isEmpty);
    }

    private async Task<bool> AreEmpty(ReactionQueue[] queues, CancellationToken cancellationToken)
    {
        await using var channel = await broker.OpenChannel(cancellationToken);
        foreach (var queue in queues)
        {
            if (await channel.MessageCountAsync(queue.Name, cancellationToken) > 0
                || await channel.MessageCountAsync(FailedDeliveries.DelayQueue(queue.Name), cancellationToken) > 0)
            {
                return false;
            }
        }
        return true;
    }
}
