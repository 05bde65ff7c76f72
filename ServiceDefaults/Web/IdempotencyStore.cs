using Npgsql;
using NpgsqlTypes;

namespace ServiceDefaults.Web;

/// <summary>Table <c>platform.idempotency</c>, on the connection and in the transaction of the effect.</summary>
internal sealed class IdempotencyStore(NpgsqlConnection connection, IdempotentRequest request)
{
    /// <summary>False while another transaction works under the same key. The claim ends with the transaction.</summary>
    public async Task<bool> TryClaim(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_xact_lock($1)", connection);
        command.Parameters.AddWithValue(request.LockId);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Null if the key is new.</summary>
    public async Task<Earlier?> Find(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "select request_hash, status, headers, body from platform.idempotency where scope = $1 and route = $2 and key = $3", connection);
        AddIdentity(command);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
        {
            return null;
        }

        var isSame = row.GetFieldValue<byte[]>(0).AsSpan().SequenceEqual(request.Hash);
        return new Earlier(isSame, StoredAnswer.Restore(row.GetInt32(1), row.GetString(2), row.GetFieldValue<byte[]>(3)));
    }

    public async Task Keep(StoredAnswer answer, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into platform.idempotency (scope, route, key, request_hash, status, headers, body, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, now())
            """,
            connection);
        AddIdentity(command);
        command.Parameters.AddWithValue(request.Hash);
        command.Parameters.AddWithValue(answer.Status);
        command.Parameters.AddWithValue(NpgsqlDbType.Jsonb, answer.HeadersJson);
        command.Parameters.AddWithValue(answer.Body);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private void AddIdentity(NpgsqlCommand command)
    {
        command.Parameters.AddWithValue(request.Scope);
        command.Parameters.AddWithValue(request.Route);
        command.Parameters.AddWithValue(request.Key);
    }

    /// <summary>What was answered under the key before, and whether it was the same request.</summary>
    public sealed record Earlier(bool IsSameRequest, StoredAnswer Answer);
}
