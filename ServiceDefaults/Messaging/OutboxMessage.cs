using System.Text;
using Npgsql;
using ServiceDefaults.Storage;

namespace ServiceDefaults.Messaging;

/// <summary>A row of the outbox on its way to the broker.</summary>
internal sealed record OutboxMessage(
    long Id,
    Guid MessageId,
    Guid RealmId,
    string Type,
    Guid AggregateId,
    long Version,
    DateTimeOffset OccurredAt,
    string Payload,
    string? Traceparent)
{
    public const string Columns = "id, message_id, realm_id, type, aggregate_id, version, occurred_at, payload, traceparent";

    public static OutboxMessage Of(OutboxRow row) =>
        new(row.Id, row.MessageId, row.RealmId, row.Type, row.AggregateId, row.Version, row.OccurredAt, row.Payload, row.Traceparent);

    public static OutboxMessage Read(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        row.GetGuid(1),
        row.GetGuid(2),
        row.GetString(3),
        row.GetGuid(4),
        row.GetInt64(5),
        row.GetFieldValue<DateTimeOffset>(6),
        row.GetString(7),
        row.IsDBNull(8) ? null : row.GetString(8));

    /// <summary>What subscribers get, byte for byte.</summary>
    public byte[] Body() => Encoding.UTF8.GetBytes(Payload);
}
