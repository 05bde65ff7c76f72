using System.Globalization;
using System.Text;
using RabbitMQ.Client;

namespace ServiceDefaults.Messaging;

/// <summary>Names of the headers that carry an event's envelope, and of those that tell why a message was given up.</summary>
internal static class EventHeaders
{
    public const string MessageId = "message-id";
    public const string RealmId = "realm-id";
    public const string AggregateId = "aggregate-id";
    public const string AggregateVersion = "aggregate-version";
    public const string OccurredAt = "occurred-at";
    public const string EventType = "event-type";
    public const string Traceparent = "traceparent";

    /// <summary>Set on what is sent again from the log.</summary>
    public const string Replayed = "replayed";

    public const string RedeliveryCount = "redelivery-count";
    public const string FailureType = "failure-type";
    public const string FailureMessage = "failure-message";
    public const string FailureStack = "failure-stack";
    public const string FailedAt = "failed-at";
    public const string FailureAttempts = "failure-attempts";

    public static bool IsAboutFailure(string header) => header is RedeliveryCount or FailureType or FailureMessage or FailureStack or FailedAt or FailureAttempts
        || header.StartsWith("x-", StringComparison.Ordinal);

    /// <summary>A header as text, whatever AMQP type the sender chose for it.</summary>
    public static string? Text(this IReadOnlyBasicProperties properties, string header) =>
        properties.Headers is { } headers && headers.TryGetValue(header, out var value)
            ? value switch
            {
                null => null,
                byte[] bytes => Encoding.UTF8.GetString(bytes),
                IFormattable number => number.ToString(format: null, CultureInfo.InvariantCulture),
                _ => value.ToString(),
            }
            : null;

    public static int Count(this IReadOnlyBasicProperties properties, string header) =>
        int.TryParse(properties.Text(header), NumberStyles.Integer, CultureInfo.InvariantCulture, out var count) ? count : 0;
}

/// <summary>Puts an event's envelope on a message, and reads it off a delivery.</summary>
internal static class Envelope
{
    public const string ContentType = "application/json";

    /// <summary>The message as it leaves the outbox.</summary>
    /// <param name="message">The stored event.</param>
    /// <param name="traceparent">The span that its consumers are children of.</param>
    public static BasicProperties Write(OutboxMessage message, string? traceparent) => new()
    {
        ContentType = ContentType,
        MessageId = message.MessageId.ToString(),
        DeliveryMode = DeliveryModes.Persistent,
        Headers = Headers(message, traceparent),
    };

    /// <summary>The message as it was sent first, but for a header that says it was sent before.</summary>
    public static BasicProperties WriteAgain(OutboxMessage message)
    {
        var properties = Write(message, message.Traceparent);
        properties.Headers![EventHeaders.Replayed] = true;
        return properties;
    }

    /// <exception cref="UnreadableMessageException">A header is missing or is not what it should be.</exception>
    public static EventContext Read(IReadOnlyBasicProperties properties) => new(
        Id(properties.Text(EventHeaders.MessageId) ?? properties.MessageId, EventHeaders.MessageId),
        Id(properties.Text(EventHeaders.RealmId), EventHeaders.RealmId),
        Id(properties.Text(EventHeaders.AggregateId), EventHeaders.AggregateId),
        long.TryParse(properties.Text(EventHeaders.AggregateVersion), NumberStyles.Integer, CultureInfo.InvariantCulture, out var version)
            ? version
            : throw new UnreadableMessageException($"Header {EventHeaders.AggregateVersion} is missing or no number."),
        DateTimeOffset.TryParse(properties.Text(EventHeaders.OccurredAt), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : throw new UnreadableMessageException($"Header {EventHeaders.OccurredAt} is missing or no time."));

    private static Dictionary<string, object?> Headers(OutboxMessage message, string? traceparent)
    {
        var headers = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [EventHeaders.MessageId] = message.MessageId.ToString(),
            [EventHeaders.RealmId] = message.RealmId.ToString(),
            [EventHeaders.AggregateId] = message.AggregateId.ToString(),
            [EventHeaders.AggregateVersion] = message.Version,
            [EventHeaders.OccurredAt] = message.OccurredAt.ToString("O", CultureInfo.InvariantCulture),
            [EventHeaders.EventType] = message.Type,
        };
        if (traceparent is not null)
            headers[EventHeaders.Traceparent] = traceparent;
        return headers;
    }

    private static Guid Id(string? text, string header) => Guid.TryParse(text, out var id)
        ? id
        : throw new UnreadableMessageException($"Header {header} is missing or no UUID.");
}

/// <summary>A message that no number of attempts will make readable.</summary>
public sealed class UnreadableMessageException : Exception
{
    public UnreadableMessageException(string message)
        : base(message)
    {
    }

    public UnreadableMessageException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
