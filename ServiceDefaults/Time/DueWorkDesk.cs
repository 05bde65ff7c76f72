using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using ServiceDefaults.Storage;

namespace ServiceDefaults.Time;

/// <summary>An item whose last run failed.</summary>
/// <param name="Error">What failed, with its stack: for a person who mends it, not for a customer.</param>
/// <param name="RetryAt">Wall clock; null once it is set aside.</param>
public sealed record FailedDueWork(DueWorkItem Item, int Attempts, string Error, DateTimeOffset? RetryAt);

/// <summary>Due work as a person deals with it: what failed, and having it done now.</summary>
public static class DueWorkDesk
{
    /// <summary>Items of one kind in the current realm whose last run failed, the longest due first.</summary>
    public static async Task<IReadOnlyList<FailedDueWork>> FailedDueWork<TWork>(this ServiceDbContext db, CancellationToken cancellationToken)
        where TWork : IDueWork
    {
        var realmId = db.ScopeRealm;
        var rows = await db.Database.SqlQuery<FailedRow>(
            $"""
            SELECT key AS "Key", due_at AS "DueAt", payload AS "Payload", attempts AS "Attempts", error AS "Error",
                   CASE WHEN set_aside_at IS NULL THEN not_before END AS "RetryAt"
            FROM platform.due_work WHERE realm_id = {realmId} AND kind = {TWork.Kind} AND error IS NOT NULL ORDER BY due_at, key
            """).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => new FailedDueWork(new DueWorkItem(realmId, row.Key, row.DueAt, row.Payload), row.Attempts, row.Error, row.RetryAt));
    }

    /// <summary>
    /// Takes items that are due, also those that wait for another attempt or were set aside, for whoever does them in the current transaction. What others are
    /// at work on is left to them.
    /// </summary>
    /// <param name="keyPrefix">Beginning of the items' keys.</param>
    /// <param name="upTo">Realm time up to which, inclusive, items are due.</param>
    /// <returns>In due order.</returns>
    public static async Task<IReadOnlyList<DueWorkItem>> TakeDueWork<TWork>(
        this ServiceDbContext db, string keyPrefix, DateTimeOffset upTo, CancellationToken cancellationToken)
        where TWork : IDueWork
    {
        await using var command = new NpgsqlCommand(
            """
            WITH taken AS (
                SELECT realm_id, kind, key FROM platform.due_work
                WHERE realm_id = $1 AND kind = $2 AND starts_with(key, $3) AND due_at <= $4 FOR UPDATE SKIP LOCKED)
            DELETE FROM platform.due_work w USING taken t WHERE w.realm_id = t.realm_id AND w.kind = t.kind AND w.key = t.key
            RETURNING w.key, w.due_at, w.payload
            """,
            (NpgsqlConnection)db.Database.GetDbConnection(),
            (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction())
        {
            Parameters = { new() { Value = db.ScopeRealm }, new() { Value = TWork.Kind }, new() { Value = keyPrefix }, new() { Value = upTo.ToUniversalTime() } },
        };
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<DueWorkItem>();
        while (await row.ReadAsync(cancellationToken))
            items.Add(new DueWorkItem(db.ScopeRealm, row.GetString(0), row.GetFieldValue<DateTimeOffset>(1), row.IsDBNull(2) ? null : row.GetString(2)));
        return [.. items.OrderBy(item => item.DueAt)];
    }

    private sealed record FailedRow(string Key, DateTimeOffset DueAt, string? Payload, int Attempts, string Error, DateTimeOffset? RetryAt);
}
