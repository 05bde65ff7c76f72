using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace ServiceDefaults.Storage;

/// <summary>One item to put into, move in, or (without a due time) take out of the due work.</summary>
internal sealed record DueWorkChange(Guid RealmId, string Kind, string Key, DateTimeOffset? DueAt, string? PayloadJson, string? Traceparent, bool UnlessRunning = false)
{
    private const string Upsert = $"""
        INSERT INTO platform.due_work AS w (realm_id, kind, key, due_at, payload, traceparent)
        VALUES ($1, $2, $3, $4, $5, $6)
        {OrMove}
        """;

    /// <summary>Realm, kind, keys, due times, payloads, traceparent.</summary>
    public const string UpsertMany = $"""
        INSERT INTO platform.due_work AS w (realm_id, kind, key, due_at, payload, traceparent)
        SELECT $1, $2, item.key, item.due_at, item.payload, $6 FROM unnest($3::text[], $4::timestamptz[], $5::text[]) AS item (key, due_at, payload)
        {OrMove}
        """;

    public const string CopyNew = "COPY platform.due_work (realm_id, kind, key, due_at, payload, traceparent) FROM STDIN (FORMAT BINARY)";

    private const string OrMove = """
        ON CONFLICT (realm_id, kind, key) DO UPDATE
        SET due_at = excluded.due_at, payload = excluded.payload, traceparent = excluded.traceparent,
            not_before = NULL, attempts = 0, error = NULL, set_aside_at = NULL
        """;

    private const string Remove = "DELETE FROM platform.due_work WHERE realm_id = $1 AND kind = $2 AND key = $3";

    private const string RemoveUnlessRunning = """
        DELETE FROM platform.due_work WHERE ctid = ANY(ARRAY(
            SELECT ctid FROM platform.due_work WHERE realm_id = $1 AND kind = $2 AND key = $3 FOR UPDATE SKIP LOCKED))
        """;

    /// <summary>Writes all changes in one round trip, in the order they were asked for, inside the current transaction.</summary>
    public static async Task Write(IReadOnlyList<DueWorkChange> changes, DatabaseFacade database, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(
            (NpgsqlConnection)database.GetDbConnection(),
            (NpgsqlTransaction?)database.CurrentTransaction?.GetDbTransaction());
        foreach (var change in changes)
            batch.BatchCommands.Add(change.ToCommand());
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private NpgsqlBatchCommand ToCommand()
    {
        var command = new NpgsqlBatchCommand(DueAt is not null ? Upsert : UnlessRunning ? RemoveUnlessRunning : Remove)
        {
            Parameters = { new() { Value = RealmId }, new() { Value = Kind }, new() { Value = Key } },
        };
        if (DueAt is { } dueAt)
        {
            command.Parameters.Add(new() { Value = dueAt });
            command.Parameters.Add(new() { Value = (object?)PayloadJson ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
            command.Parameters.Add(new() { Value = (object?)Traceparent ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        }
        return command;
    }
}
