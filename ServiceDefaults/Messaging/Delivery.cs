using System.Diagnostics;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using ServiceDefaults.Telemetry;

namespace ServiceDefaults.Messaging;

/// <summary>
/// What is done with each delivery of one queue: its envelope is read, its reaction runs once, and what fails is routed on. When it returns, the delivery
/// can be acknowledged; when it throws, the broker is to deliver it again.
/// </summary>
internal sealed class Delivery(ReactionQueue queue, ReactionRunner runner, FailedDeliveries failed)
{
    public async Task Handle(BasicDeliverEventArgs delivery)
    {
        var properties = delivery.BasicProperties;
        using var activity = Figures.Continue($"{queue.Name} process", ActivityKind.Consumer, properties.Text(EventHeaders.Traceparent));
        activity?.SetTag("messaging.system", "rabbitmq").SetTag("messaging.destination.name", queue.Name).SetTag("messaging.message.id", properties.MessageId);
        try
        {
            var envelope = Envelope.Read(properties);
            var reaction = ReactionTo(properties);
            var fact = Read(reaction, delivery.Body.Span);
            await runner.Run(reaction, fact, envelope, MayBeKnown(delivery), delivery.CancellationToken);
        }
        catch (Exception cause) when (!delivery.CancellationToken.IsCancellationRequested)
        {
            activity?.AddException(cause).SetStatus(ActivityStatusCode.Error, cause.Message);
            await failed.Route(queue.Name, properties, delivery.Body, cause, delivery.CancellationToken);
        }
    }

    private static bool MayBeKnown(BasicDeliverEventArgs delivery) =>
        delivery.Redelivered
        || delivery.BasicProperties.Headers?.ContainsKey(EventHeaders.Replayed) == true
        || delivery.BasicProperties.Count(EventHeaders.RedeliveryCount) > 0;

    private ReactionRegistration ReactionTo(IReadOnlyBasicProperties properties)
    {
        if (queue.Reactions is [var only])
            return only;
        var type = properties.Text(EventHeaders.EventType);
        return queue.Reactions.FirstOrDefault(reaction => reaction.Exchange == type)
            ?? throw new UnreadableMessageException($"Header {EventHeaders.EventType} is missing or names no event of this queue.");
    }

    private static object Read(ReactionRegistration reaction, ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, reaction.EventType, EventJson.Options)
                ?? throw new UnreadableMessageException($"The body is null, not a {reaction.EventType.Name}.");
        }
        catch (JsonException exception)
        {
            throw new UnreadableMessageException($"The body is not the JSON of a {reaction.EventType.Name}: {exception.Message}", exception);
        }
    }
}
