using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Mime;
using MassTransit;
using ServiceDefaults.Telemetry;

namespace ServiceDefaults.Messaging;

/// <summary>Sends stored events through MassTransit, byte for byte, and waits for the broker's confirm.</summary>
internal sealed class OutboxPublisher(IBus bus)
{
    private readonly ConcurrentDictionary<string, Task<ISendEndpoint>> _endpoints = new(StringComparer.Ordinal);

    public async Task Publish(OutboxMessage message, CancellationToken cancellationToken)
    {
        using var activity = Figures.Continue("outbox.publish", ActivityKind.Producer, message.Traceparent);
        activity?.SetTag("messaging.system", "rabbitmq").SetTag("messaging.destination.name", message.Type).SetTag("messaging.message.id", message.MessageId);
        var endpoint = await Endpoint(message.Type);
        await endpoint.Send(message, new StoredEvent(message, activity?.Id ?? message.Traceparent), cancellationToken);
        Figures.Published.Add(1, new KeyValuePair<string, object?>("event", message.Type));
    }

    private async Task<ISendEndpoint> Endpoint(string exchange)
    {
        var endpoint = _endpoints.GetOrAdd(exchange, static (name, bus) => bus.GetSendEndpoint(new Uri($"exchange:{name}?type=fanout")), bus);
        try
        {
            return await endpoint;
        }
        catch
        {
            _endpoints.TryRemove(new KeyValuePair<string, Task<ISendEndpoint>>(exchange, endpoint));
            throw;
        }
    }

    /// <summary>Makes what MassTransit sends exactly the stored body with our headers, no envelope of its own.</summary>
    private sealed class StoredEvent(OutboxMessage message, string? traceparent) : IPipe<SendContext<OutboxMessage>>, IMessageSerializer
    {
        private static readonly ContentType Json = new(Envelope.ContentType);

        public ContentType ContentType => Json;

        public Task Send(SendContext<OutboxMessage> context)
        {
            context.Serializer = this;
            context.MessageId = message.MessageId;
            context.ConversationId = null;
            foreach (var (name, value) in Envelope.Headers(message, traceparent))
                context.Headers.Set(name, value);
            return Task.CompletedTask;
        }

        public MessageBody GetMessageBody<T>(SendContext<T> context)
            where T : class
            => new BytesMessageBody(message.Body());

        public void Probe(ProbeContext context) => context.CreateFilterScope("stored-event");
    }
}
