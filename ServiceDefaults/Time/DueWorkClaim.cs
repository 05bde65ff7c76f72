using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;
using ServiceDefaults.Storage;

namespace ServiceDefaults.Time;

/// <summary>
/// Due items of one kind, realm and instant, in the order of their keys, taken by the current transaction: they are gone if it commits, and back if not.
/// Of several kinds at one instant, the one that the service named first comes first.
/// </summary>
/// <remarks>
/// What others are at work on is not gone before they commit, so it is still seen as what comes first, and nothing that is due later is taken before it is
/// done. Items that may not run side by side are kept apart by the realm's turn besides, a lock that batches share.
/// </remarks>
internal sealed record DueWorkClaim(Guid RealmId, string Kind, DateTimeOffset DueAt, IReadOnlyList<DueWorkItem> Items, string? Traceparent, bool IsFull)
{
    private const string TurnLock = "hashtextextended('due-work', 0) # hashtextextended($1::text, 0)";

    // Who has failed before runs alone, or it would have the others run twice once more. Nothing before the head is to be had, so its key is where to look
    // from: the index still holds what a long run has done already. What is locked stays where it is: its place finds it without an index.
    private const string TakeNext = $"""
        WITH instant AS MATERIALIZED (
            SELECT due_at FROM platform.due_work
            WHERE realm_id = $1 AND due_at <= $2 AND set_aside_at IS NULL AND kind = ANY($3) AND ($4 OR not_before IS NULL OR not_before <= clock_timestamp())
            ORDER BY due_at LIMIT 1),
        head AS MATERIALIZED (
            SELECT w.due_at, w.kind, w.key, k.most AS kind_most, w.attempts
            FROM instant CROSS JOIN unnest($3::text[], $5::int[]) WITH ORDINALITY AS k (kind, most, place)
            CROSS JOIN LATERAL (
                SELECT due_at, kind, key, attempts FROM platform.due_work
                WHERE realm_id = $1 AND due_at = instant.due_at AND kind = k.kind AND set_aside_at IS NULL
                  AND ($4 OR not_before IS NULL OR not_before <= clock_timestamp())
                ORDER BY key LIMIT 1) w
            ORDER BY k.place LIMIT 1),
        turn AS MATERIALIZED (
            SELECT due_at, kind, key, CASE WHEN attempts = 0 THEN kind_most ELSE 1 END AS most,
                   CASE WHEN kind_most > 1 THEN pg_try_advisory_xact_lock_shared({TurnLock}) ELSE pg_try_advisory_xact_lock({TurnLock}) END AS mine
            FROM head),
        next AS (
            SELECT w.ctid FROM platform.due_work w
            WHERE w.realm_id = $1 AND w.due_at = (SELECT due_at FROM turn WHERE mine) AND w.kind = (SELECT kind FROM turn)
              AND w.key >= (SELECT key FROM turn)
              AND w.set_aside_at IS NULL AND ((SELECT most FROM turn) > 1 AND w.attempts = 0 OR w.key = (SELECT key FROM turn))
            ORDER BY w.key LIMIT (SELECT most FROM turn) FOR UPDATE SKIP LOCKED)
        DELETE FROM platform.due_work w WHERE w.ctid = ANY(ARRAY(SELECT ctid FROM next))
        RETURNING w.kind, w.key, w.due_at, w.payload, w.traceparent, (SELECT most FROM turn)
        """;

    // More of an instant, as long as nothing has come up meanwhile that comes before it: who was there a moment ago need not look through everything that is
    // done already. That is what a long run otherwise spends more time on the longer it runs: as long as no vacuum comes by, the index still holds it.
    private const string TakeMore = $"""
        WITH earlier AS MATERIALIZED (
            (SELECT 1 FROM platform.due_work
             WHERE realm_id = $1 AND due_at < $2 AND set_aside_at IS NULL AND kind = ANY($5) AND (not_before IS NULL OR not_before <= clock_timestamp())
             ORDER BY due_at LIMIT 1)
            UNION ALL
            (SELECT 1 FROM unnest(($5::text[])[:$7]) AS k (kind)
             CROSS JOIN LATERAL (
                SELECT 1 FROM platform.due_work
                WHERE realm_id = $1 AND due_at = $2 AND kind = k.kind AND set_aside_at IS NULL AND (not_before IS NULL OR not_before <= clock_timestamp())
                ORDER BY key LIMIT 1) w
             LIMIT 1)),
        turn AS MATERIALIZED (SELECT pg_try_advisory_xact_lock_shared({TurnLock}) AS mine WHERE NOT EXISTS (SELECT FROM earlier)),
        next AS (
            SELECT w.ctid FROM platform.due_work w
            WHERE w.realm_id = $1 AND w.due_at = $2 AND w.kind = $3 AND w.key > $4 AND w.set_aside_at IS NULL AND w.attempts = 0 AND (SELECT mine FROM turn)
            ORDER BY w.key LIMIT $6 FOR UPDATE SKIP LOCKED)
        DELETE FROM platform.due_work w WHERE w.ctid = ANY(ARRAY(SELECT ctid FROM next))
        RETURNING w.kind, w.key, w.due_at, w.payload, w.traceparent, $6
        """;

    private const string TakeThese = $"""
        WITH turn AS MATERIALIZED (SELECT pg_try_advisory_xact_lock_shared({TurnLock}) AS mine),
        next AS (
            SELECT realm_id, kind, key FROM platform.due_work
            WHERE realm_id = $1 AND kind = $2 AND due_at = $3 AND key = ANY($4) AND set_aside_at IS NULL AND (SELECT mine FROM turn)
            FOR UPDATE SKIP LOCKED)
        DELETE FROM platform.due_work w USING next n WHERE w.realm_id = n.realm_id AND w.kind = n.kind AND w.key = n.key
        RETURNING w.kind, w.key, w.due_at, w.payload, w.traceparent, $5
        """;

    /// <summary>Takes what is due first, of a batched kind up to as many as it runs at once; null if nothing is due or others are at work on it.</summary>
    /// <param name="kinds">What this service runs.</param>
    /// <param name="upTo">Realm time up to which, inclusive, items are due.</param>
    /// <param name="skipPauses">Take items too that wait for their next attempt.</param>
    public static Task<DueWorkClaim?> Next(
        DatabaseFacade database, DueWorkKinds kinds, Guid realmId, DateTimeOffset upTo, bool skipPauses, CancellationToken cancellationToken) => Take(
        database,
        realmId,
        new NpgsqlCommand(TakeNext)
        {
            Parameters = { new() { Value = realmId }, new() { Value = upTo }, new() { Value = kinds.Names }, new() { Value = skipPauses }, new() { Value = kinds.Most } },
        },
        cancellationToken);

    /// <summary>Where whoever had this claim goes on looking; null where it may have left something behind.</summary>
    public DueWorkPlace? Place => IsFull ? new DueWorkPlace(DueAt, Kind, Items[^1].Key) : null;

    /// <summary>Takes what follows at the same instant; null if nothing does, if something else comes first by now, or others are at work on that.</summary>
    /// <param name="after">Of an earlier claim in this realm.</param>
    public static Task<DueWorkClaim?> More(DatabaseFacade database, DueWorkKinds kinds, Guid realmId, DueWorkPlace after, CancellationToken cancellationToken)
    {
        var place = Array.IndexOf(kinds.Names, after.Kind);
        return Take(
            database,
            realmId,
            new NpgsqlCommand(TakeMore)
            {
                Parameters =
                {
                    new() { Value = realmId },
                    new() { Value = after.DueAt },
                    new() { Value = after.Kind },
                    new() { Value = after.Key },
                    new() { Value = kinds.Names },
                    new() { Value = kinds.Most[place] },
                    new() { Value = place },
                },
            },
            cancellationToken);
    }

    /// <summary>Makes items of it due again, in the transaction that had taken them.</summary>
    public async Task GiveBack(DatabaseFacade database, IReadOnlyCollection<DueWorkItem> items, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            DueWorkChange.UpsertMany, (NpgsqlConnection)database.GetDbConnection(), (NpgsqlTransaction)database.CurrentTransaction!.GetDbTransaction())
        {
            Parameters =
            {
                new() { Value = RealmId },
                new() { Value = Kind },
                new() { Value = items.Select(item => item.Key).ToArray() },
                new() { Value = items.Select(item => item.DueAt).ToArray() },
                new() { Value = items.Select(item => item.PayloadJson).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new() { Value = (object?)Traceparent ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Takes some of the items of a claim that was given back; null if others have taken them all.</summary>
    public static Task<DueWorkClaim?> Part(DatabaseFacade database, DueWorkClaim whole, IEnumerable<DueWorkItem> items, CancellationToken cancellationToken)
    {
        string[] keys = [.. items.Select(item => item.Key)];
        return Take(
            database,
            whole.RealmId,
            new NpgsqlCommand(TakeThese)
            {
                Parameters =
                {
                    new() { Value = whole.RealmId },
                    new() { Value = whole.Kind },
                    new() { Value = whole.DueAt },
                    new() { Value = keys },
                    new() { Value = keys.Length },
                },
            },
            cancellationToken);
    }

    private static async Task<DueWorkClaim?> Take(DatabaseFacade database, Guid realmId, NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var taking = command;
        command.Connection = (NpgsqlConnection)database.GetDbConnection();
        command.Transaction = (NpgsqlTransaction)database.CurrentTransaction!.GetDbTransaction();
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
            return null;

        var (kind, dueAt, most) = (row.GetString(0), row.GetFieldValue<DateTimeOffset>(2), row.GetInt32(5));
        var traceparent = row.IsDBNull(4) ? null : row.GetString(4);
        var items = new List<DueWorkItem>();
        do
            items.Add(new DueWorkItem(realmId, row.GetString(1), dueAt, row.IsDBNull(3) ? null : row.GetString(3)));
        while (await row.ReadAsync(cancellationToken));
        // The statement returns rows in the order in which it happens to delete them.
        items.Sort(static (one, other) => string.CompareOrdinal(one.Key, other.Key));
        return new DueWorkClaim(realmId, kind, dueAt, items, traceparent, IsFull: most > 1 && items.Count == most);
    }
}

/// <summary>The last item of a batch, behind which there may be more of the same instant.</summary>
internal sealed record DueWorkPlace(DateTimeOffset DueAt, string Kind, string Key);

/// <summary>The kinds of due work that a service runs, those first that come first at one instant, and how many items of each at once.</summary>
internal sealed record DueWorkKinds(string[] Names, int[] Most);
