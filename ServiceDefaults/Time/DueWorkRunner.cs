using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;
using ServiceDefaults.Telemetry;

namespace ServiceDefaults.Time;

internal enum DueWorkOutcome
{
    /// <summary>Nothing is due, or another replica has the turn in this realm.</summary>
    Nothing,
    Ran,
    Failed,
}

/// <summary>
/// Runs one due item of a realm: it is removed, has its effect and schedules what follows in one transaction. Whoever has a realm's turn holds a lock
/// until that commits, so items of a realm run in due order whatever the number of replicas.
/// </summary>
internal sealed partial class DueWorkRunner(
    IServiceScopeFactory scopes, NpgsqlDataSource database, ServiceMessaging messaging, IOptions<DueWorkOptions> options, ILogger<DueWorkRunner> logger)
{
    private const string TakeNext = """
        WITH turn AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(hashtextextended('due-work', 0) # hashtextextended($1::text, 0)) AS mine),
        next AS (
            SELECT realm_id, kind, key FROM platform.due_work
            WHERE realm_id = $1 AND due_at <= $2 AND set_aside_at IS NULL AND kind = ANY($3) AND ($4 OR not_before IS NULL OR not_before <= clock_timestamp())
              AND (SELECT mine FROM turn)
            ORDER BY due_at, kind, key LIMIT 1 FOR UPDATE SKIP LOCKED)
        DELETE FROM platform.due_work w USING next n WHERE w.realm_id = n.realm_id AND w.kind = n.kind AND w.key = n.key
        RETURNING w.kind, w.key, w.due_at, w.payload, w.traceparent
        """;

    private readonly string[] _kinds = [.. messaging.DueWork.Select(work => work.Kind)];

    public IReadOnlyList<string> Kinds => _kinds;

    /// <param name="upTo">Realm time up to which, inclusive, items are due.</param>
    /// <param name="skipPauses">True to try failing items again at once: what comes after them in the realm must wait for them.</param>
    public async Task<DueWorkOutcome> RunNext(Guid realmId, DateTimeOffset upTo, bool skipPauses, CancellationToken cancellationToken)
    {
        Taken? taken = null;
        try
        {
            await using var services = scopes.CreateAsyncScope();
            var db = services.ServiceProvider.GetRequiredService<ServiceDbContext>();
            db.Database.AutoSavepointsEnabled = false;
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            taken = await Take(db.Database.GetDbConnection(), transaction, realmId, upTo, skipPauses, cancellationToken);
            if (taken is null)
                return DueWorkOutcome.Nothing;

            using var activity = StartSpan(taken);
            services.ServiceProvider.GetRequiredService<Scope>().EnterRealm(realmId, taken.Item.DueAt);
            await messaging.DueWork.Single(work => work.Kind == taken.Kind).Run(services.ServiceProvider, taken.Item, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            Figures.DueWorkRun.Add(1, new KeyValuePair<string, object?>("kind", taken.Kind));
            return DueWorkOutcome.Ran;
        }
        catch (Exception cause) when (taken is not null && !cancellationToken.IsCancellationRequested)
        {
            await KeepFailure(taken, cause, cancellationToken);
            return DueWorkOutcome.Failed;
        }
    }

    private async Task<Taken?> Take(
        DbConnection connection, IDbContextTransaction transaction, Guid realmId, DateTimeOffset upTo, bool skipPauses, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(TakeNext, (NpgsqlConnection)connection, (NpgsqlTransaction)transaction.GetDbTransaction())
        {
            Parameters = { new() { Value = realmId }, new() { Value = upTo }, new() { Value = _kinds }, new() { Value = skipPauses } },
        };
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
            return null;
        var item = new DueWorkItem(realmId, row.GetString(1), row.GetFieldValue<DateTimeOffset>(2), row.IsDBNull(3) ? null : row.GetString(3));
        return new Taken(row.GetString(0), item, row.IsDBNull(4) ? null : row.GetString(4));
    }

    // The transaction is rolled back: the item is back where it was. If it was moved meanwhile, the failure is of no interest any more.
    private async Task KeepFailure(Taken taken, Exception cause, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            UPDATE platform.due_work
            SET attempts = attempts + 1, error = $5, not_before = clock_timestamp() + least($6 * power(2, least(attempts, 20)), interval '1 hour'),
                set_aside_at = CASE WHEN attempts + 1 >= $7 THEN clock_timestamp() END
            WHERE realm_id = $1 AND kind = $2 AND key = $3 AND due_at = $4
            """);
        command.Parameters.AddWithValue(taken.Item.RealmId);
        command.Parameters.AddWithValue(taken.Kind);
        command.Parameters.AddWithValue(taken.Item.Key);
        command.Parameters.AddWithValue(taken.Item.DueAt);
        command.Parameters.AddWithValue(cause.ToString());
        command.Parameters.AddWithValue(options.Value.FirstPause);
        command.Parameters.AddWithValue(options.Value.Attempts);
        await command.ExecuteNonQueryAsync(cancellationToken);
        Figures.DueWorkFailed.Add(1, new KeyValuePair<string, object?>("kind", taken.Kind));
        LogFailed(taken.Kind, taken.Item.Key, cause);
    }

    // A trace of its own that points to the one that scheduled it, which may be weeks old.
    private static Activity? StartSpan(Taken taken) => Figures.Source.StartActivity(
        $"{taken.Kind} run",
        ActivityKind.Internal,
        parentContext: default,
        links: ActivityContext.TryParse(taken.Traceparent, traceState: null, isRemote: true, out var scheduled) ? [new ActivityLink(scheduled)] : []);

    private sealed record Taken(string Kind, DueWorkItem Item, string? Traceparent);

    [LoggerMessage(LogLevel.Error, "Due work {Kind} {Key} failed and stays due")]
    private partial void LogFailed(string kind, string key, Exception cause);
}
