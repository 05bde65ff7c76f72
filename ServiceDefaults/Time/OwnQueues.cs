using RabbitMQ.Client;
using ServiceDefaults.Messaging;

namespace ServiceDefaults.Time;

/// <summary>Asks the broker whether anything waits for this service's reactions. The mechanics' own signals do not count.</summary>
/// <remarks>One asks at a time: a clock that moves asks often enough that its channels stay open.</remarks>
internal sealed class OwnQueues(BrokerConnection broker, ServiceMessaging messaging)
{
    /// <summary>A channel asks one question at a time.</summary>
    private const int QueuesOnAChannel = 10;

    private Part[]? _parts;

    public async Task<bool> AreEmpty(CancellationToken cancellationToken)
    {
        _parts ??= [.. messaging.Queues
            .Where(queue => !queue.IsSignal)
            .SelectMany(queue => (string[])[queue.Name, FailedDeliveries.DelayQueue(queue.Name)])
            .Chunk(QueuesOnAChannel)
            .Select(names => new Part(names))];
        return Array.TrueForAll(await Task.WhenAll(_parts.Select(part => AreEmpty(part, cancellationToken))), isEmpty => isEmpty);
    }

    private async Task<bool> AreEmpty(Part part, CancellationToken cancellationToken)
    {
        if (part.Channel is not { IsOpen: true })
            part.Channel = await broker.OpenChannel(cancellationToken);
        foreach (var queue in part.Queues)
        {
            if (await part.Channel.MessageCountAsync(queue, cancellationToken) > 0)
                return false;
        }
        return true;
    }

    private sealed class Part(string[] queues)
    {
        public string[] Queues { get; } = queues;

        /// <summary>Ends with the broker's connection.</summary>
        public IChannel? Channel { get; set; }
    }
}
