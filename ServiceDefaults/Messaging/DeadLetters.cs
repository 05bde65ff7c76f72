using System.Globalization;
using System.Text;
using RabbitMQ.Client;

namespace ServiceDefaults.Messaging;

/// <summary>A message that was given up, with its cause.</summary>
public sealed record DeadLetter(
    string Queue, string? MessageId, string? EventType, string? RealmId, DateTimeOffset? FailedAt, int Attempts, string? FailureType, string? FailureMessage, string? FailureStack, string Body);

/// <summary>Dead letters of one queue: how many, and the oldest of them.</summary>
public sealed record DeadLetterQueue(string Queue, long Count, IReadOnlyList<DeadLetter> Oldest);

/// <summary>Reads dead letters and sends them round again.</summary>
internal sealed class DeadLetters(BrokerConnection broker, ServiceMessaging messaging)
{
    private const int ShownBody = 4_000;

    /// <summary>Queues that have any. Reading takes nothing away.</summary>
    /// <param name="most">Letters to show of each queue.</param>
    public async Task<IReadOnlyList<DeadLetterQueue>> List(int most, CancellationToken cancellationToken)
    {
        var queues = new List<DeadLetterQueue>();
        foreach (var queue in messaging.Queues)
        {
            // Disposing the channel gives back what it has read, in its old place.
            await using var channel = await broker.OpenChannel(cancellationToken);
            var dead = FailedDeliveries.DeadQueue(queue.Name);
            var count = await channel.MessageCountAsync(dead, cancellationToken);
            var oldest = new List<DeadLetter>();
            while (oldest.Count < most && await channel.BasicGetAsync(dead, autoAck: false, cancellationToken) is { } letter)
                oldest.Add(Describe(queue.Name, letter));
            if (count > 0)
                queues.Add(new DeadLetterQueue(queue.Name, count, oldest));
        }
        return queues;
    }

    /// <summary>Puts letters back into their queues, with the ids they had: those that are there now, not those that fail again meanwhile.</summary>
    /// <param name="name">Null for all queues.</param>
    /// <param name="messageIds">Null for all messages.</param>
    /// <returns>How many went round again.</returns>
    public async Task<int> Redrive(string? name, IReadOnlySet<Guid>? messageIds, CancellationToken cancellationToken)
    {
        var redriven = 0;
        foreach (var from in messaging.Queues.Where(known => name is null || known.Name == name))
        {
            await using var channel = await broker.OpenChannel(cancellationToken);
            var dead = FailedDeliveries.DeadQueue(from.Name);
            for (var left = await channel.MessageCountAsync(dead, cancellationToken); left > 0; left--)
            {
                if (await channel.BasicGetAsync(dead, autoAck: false, cancellationToken) is not { } letter)
                    break;
                if (messageIds is not null && !(Guid.TryParse(letter.BasicProperties.MessageId, out var id) && messageIds.Contains(id)))
                    continue;
                // Confirmed in its queue before it leaves this one: what dies in between is there twice, and handled once.
                await broker.PublishTo(from.Name, FailedDeliveries.Copy(letter.BasicProperties), letter.Body, cancellationToken);
                await channel.BasicAckAsync(letter.DeliveryTag, multiple: false, cancellationToken);
                redriven++;
            }
        }
        return redriven;
    }

    private static DeadLetter Describe(string queue, BasicGetResult letter)
    {
        var properties = letter.BasicProperties;
        var body = Encoding.UTF8.GetString(letter.Body.Span);
        return new DeadLetter(
            queue,
            properties.MessageId,
            properties.Text(EventHeaders.EventType),
            properties.Text(EventHeaders.RealmId),
            DateTimeOffset.TryParse(properties.Text(EventHeaders.FailedAt), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null,
            properties.Count(EventHeaders.FailureAttempts),
            properties.Text(EventHeaders.FailureType),
            properties.Text(EventHeaders.FailureMessage),
            properties.Text(EventHeaders.FailureStack),
            body.Length <= ShownBody ? body : body[..ShownBody]);
    }
}
