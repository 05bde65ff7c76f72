using RabbitMQ.Client;
using ServiceDefaults.Messaging;

namespace ServiceDefaults.Time;

/// <summary>Asks the broker whether anything waits for this service's reactions. The mechanics' own signals do not count.</summary>
internal sealed class OwnQueues(BrokerConnection broker, ServiceMessaging messaging)
{
    public async Task<bool> AreEmpty(CancellationToken cancellationToken)
    {
        await using var channel = await broker.OpenChannel(cancellationToken);
        foreach (var queue in messaging.Queues.Where(queue => !queue.IsSignal))
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
