using Npgsql;

namespace ServiceDefaults.Storage;

/// <summary>An event on its way out. EF writes it in the same batch as the change it tells of; the dispatcher reads it with SQL.</summary>
internal sealed class OutboxRow
{
    /// <summary>The place in the log, which the database gives.</summary>
    public long Id { get; private set; }

    public required Guid MessageId { get; init; }
    public required Guid RealmId { get; init; }

    /// <summary>The exchange, which is the event's public name.</summary>
    public required string Type { get; init; }

    public required Guid AggregateId { get; init; }
    public required long Version { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The event as JSON text, byte for byte what subscribers get.</summary>
    public required string Payload { get; init; }

    public string? Traceparent { get; init; }
}

/// <summary>A mail to send, written with the change that is its reason.</summary>
internal sealed class MailRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required string Kind { get; init; }
    public required string Recipient { get; init; }
    public required string Subject { get; init; }
    public string? Html { get; init; }
    public string? Text { get; init; }
    public string? Traceparent { get; init; }
}

/// <summary>That a message was handled; its key is what a second delivery runs into.</summary>
internal sealed class InboxRow
{
    public required string Consumer { get; init; }
    public required int Generation { get; init; }
    public required Guid MessageId { get; init; }

    public NpgsqlBatchCommand ToCommand() => new("INSERT INTO platform.inbox (consumer, generation, message_id) VALUES ($1, $2, $3)")
    {
        Parameters = { new() { Value = Consumer }, new() { Value = Generation }, new() { Value = MessageId } },
    };
}
