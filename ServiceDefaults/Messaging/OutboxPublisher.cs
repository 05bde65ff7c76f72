using System.Diagnostics;
using ServiceDefaults.Telemetry;

namespace ServiceDefaults.Messaging;

/// <summary>Sends stored events, byte for byte, and waits for the broker's confirm.</summary>
internal sealed class OutboxPublisher(BrokerConnection broker)
{
    public async Task Publish(OutboxMessage message, CancellationToken cancellationToken)
    {
        using var activity = Figures.Continue("outbox.publish", ActivityKind.Producer, message.Traceparent);
        activity?.SetTag("messaging.system", "rabbitmq").SetTag("messaging.destination.name", message.Type).SetTag("messaging.message.id", message.MessageId);
        // Nobody need be listening.
        await broker.Publish(
            message.Type, routingKey: "", mandatory: false, Envelope.Write(message, activity?.Id ?? message.Traceparent), message.Body(), cancellationToken);
        Figures.Published.Add(1, new KeyValuePair<string, object?>("event", message.Type));
    }
}
