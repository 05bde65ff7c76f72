using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using ServiceDefaults.Telemetry;

namespace ServiceDefaults.Messaging;

/// <summary>Where a delivery goes that could not be handled: round through the delay queue, and at last to the dead letters, with its cause.</summary>
internal sealed partial class FailedDeliveries(BrokerConnection broker, IOptions<MessagingOptions> options, TimeProvider wallClock, ILogger<FailedDeliveries> logger)
{
    // Headers share one AMQP frame (128 KiB), and the top of a stack is what one looks at.
    private const int LongestStack = 8_000;
    private const int LongestMessage = 2_000;

    public static string DelayQueue(string queue) => $"{queue}.delay";
    public static string DeadQueue(string queue) => $"{queue}.dead";

    /// <summary>Returns once the broker has the message safe in its new place, so that the delivery can be acknowledged.</summary>
    public async Task Route(string queue, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, Exception cause, CancellationToken cancellationToken)
    {
        var trips = properties.Count(EventHeaders.RedeliveryCount);
        var next = Copy(properties);
        if (cause is UnreadableMessageException || trips >= options.Value.Redeliveries)
        {
            Describe(next.Headers!, cause, attempts: cause is UnreadableMessageException ? 1 : (trips + 1) * (options.Value.QuickRetries.Count + 1));
            await broker.PublishTo(DeadQueue(queue), next, body, cancellationToken);
            Figures.DeadLettered.Add(1, new KeyValuePair<string, object?>("queue", queue));
            LogDeadLettered(queue, properties.MessageId, cause);
            return;
        }

        next.Headers![EventHeaders.RedeliveryCount] = trips + 1;
        next.Expiration = ((long)options.Value.RedeliveryDelay.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        await broker.PublishTo(DelayQueue(queue), next, body, cancellationToken);
        Figures.Redelivered.Add(1, new KeyValuePair<string, object?>("queue", queue));
        LogDelayed(queue, properties.MessageId, trips + 1, cause);
    }

    /// <summary>The message as it first came: same id and envelope, without what happened to it since.</summary>
    public static BasicProperties Copy(IReadOnlyBasicProperties properties) => new()
    {
        ContentType = properties.ContentType,
        MessageId = properties.MessageId,
        DeliveryMode = DeliveryModes.Persistent,
        Headers = (properties.Headers ?? new Dictionary<string, object?>(StringComparer.Ordinal))
            .Where(header => !EventHeaders.IsAboutFailure(header.Key))
            .ToDictionary(StringComparer.Ordinal),
    };

    private void Describe(IDictionary<string, object?> headers, Exception cause, int attempts)
    {
        headers[EventHeaders.FailureType] = cause.GetType().FullName;
        headers[EventHeaders.FailureMessage] = Shortened(Messages(cause), LongestMessage);
        headers[EventHeaders.FailureStack] = Shortened(cause.ToString(), LongestStack);
        headers[EventHeaders.FailedAt] = wallClock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        headers[EventHeaders.FailureAttempts] = attempts;
    }

    private static string Messages(Exception cause) => cause.InnerException is { } inner ? $"{cause.Message} ({Messages(inner)})" : cause.Message;

    private static string Shortened(string text, int most) => text.Length <= most ? text : text[..most];

    [LoggerMessage(LogLevel.Warning, "{Queue}: message {MessageId} failed and waits for redelivery {Trip}")]
    private partial void LogDelayed(string queue, string? messageId, int trip, Exception cause);

    [LoggerMessage(LogLevel.Error, "{Queue}: message {MessageId} was given up and is kept as a dead letter")]
    private partial void LogDeadLettered(string queue, string? messageId, Exception cause);
}
