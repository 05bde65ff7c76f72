using System.Diagnostics;
using System.Text.Json;
using MassTransit;
using MassTransit.RabbitMqTransport;
using Microsoft.EntityFrameworkCore;
using RabbitMQ.Client;
using ServiceDefaults.Telemetry;

namespace ServiceDefaults.Messaging;

/// <summary>
/// Takes every delivery of one queue from MassTransit before its own consumers would: reads the envelope, has the reaction run once, and routes what
/// fails. When it returns, the delivery is acknowledged; when it throws, the broker delivers it again.
/// </summary>
internal sealed class DeliveryFilter(ReactionQueue queue, ReactionRunner runner, FailedDeliveries failed) : IFilter<ReceiveContext>
{
    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        var properties = ((RabbitMqBasicConsumeContext)context).Properties;
        using var activity = Figures.Continue($"{queue.Name} process", ActivityKind.Consumer, properties.Text(EventHeaders.Traceparent));
        activity?.SetTag("messaging.system", "rabbitmq").SetTag("messaging.destination.name", queue.Name).SetTag("messaging.message.id", properties.MessageId);
        try
        {
            var envelope = Envelope.Read(properties);
            var reaction = ReactionTo(properties);
            var fact = Read(reaction, context.Body.GetBytes());
            await runner.Run(reaction, fact, envelope, MayBeKnown(context, properties), context.CancellationToken);
        }
        catch (Exception cause) when (!context.CancellationToken.IsCancellationRequested)
        {
            activity?.AddException(cause).SetStatus(ActivityStatusCode.Error, cause.Message);
            await failed.Route(queue.Name, properties, context.Body.GetBytes(), cause, context.CancellationToken);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("delivery");

    private static bool MayBeKnown(ReceiveContext context, IReadOnlyBasicProperties properties) =>
        context.Redelivered || properties.Headers?.ContainsKey(EventHeaders.Replayed) == true || properties.Count(EventHeaders.RedeliveryCount) > 0;

    private ReactionRegistration ReactionTo(IReadOnlyBasicProperties properties)
    {
        if (queue.Reactions is [var only])
            return only;
        var type = properties.Text(EventHeaders.EventType);
        return queue.Reactions.FirstOrDefault(reaction => reaction.Exchange == type)
            ?? throw new UnreadableMessageException($"Header {EventHeaders.EventType} is missing or names no event of this queue.");
    }

    private static object Read(ReactionRegistration reaction, byte[] body)
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
