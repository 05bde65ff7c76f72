using Npgsql;
using NpgsqlTypes;
using Primitives;

namespace ServiceDefaults.Messaging;

/// <summary>Which part of the log to send again, with the ids it had. What is null does not narrow it.</summary>
/// <param name="Types">Public names of events.</param>
/// <param name="Since">Wall-clock time of writing, inclusive.</param>
/// <param name="Until">Wall-clock time of writing, exclusive.</param>
public sealed record ReplayRequest(IReadOnlyList<string>? Types, Guid? RealmId, IReadOnlyList<Guid>? MessageIds, DateTimeOffset? Since, DateTimeOffset? Until);

internal static class ReplayRequests
{
    private const int MostTypes = 100;
    private const int MostMessages = 1000;

    /// <summary>Null if it says which part, and within limits.</summary>
    public static Refusal? Check(ReplayRequest request)
    {
        if (request is { Types: null, RealmId: null, MessageIds: null, Since: null, Until: null })
        {
            return new Refusal("replay_not_narrowed", "Name events by type, realm, id or time: the whole log is sent for a read model, by rebuilding it.", RefusalKind.Invalid);
        }

        if (request.Types?.Count > MostTypes)
        {
            return Refusal.Invalid("types", "too_long", $"At most {MostTypes} types.");
        }

        if (request.MessageIds?.Count > MostMessages)
        {
            return Refusal.Invalid("messageIds", "too_long", $"At most {MostMessages} ids; a time range names more.");
        }

        return request.Since >= request.Until ? Refusal.Invalid("until", "out_of_range", "The time range ends after it begins.") : null;
    }

    /// <summary>Puts it on the list and returns its id. Events written after now are not part of it.</summary>
    public static async Task<Guid> Add(NpgsqlDataSource database, ReplayRequest request, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        await using var command = database.CreateCommand(
            """
            INSERT INTO platform.replay (id, types, realm_id, message_ids, since, until, up_to_id)
            SELECT $1, $2, $3, $4, $5, $6, coalesce(max(id), 0) FROM platform.outbox
            """);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = (object?)request.Types?.ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)request.RealmId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = (object?)request.MessageIds?.ToArray() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        command.Parameters.Add(new() { Value = (object?)request.Since?.ToUniversalTime() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = (object?)request.Until?.ToUniversalTime() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        await command.ExecuteNonQueryAsync(cancellationToken);
        return id;
    }
}
