using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;
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
    /// <summary>Nothing is due, or others are at work on what comes first in this realm.</summary>
    Nothing,
    Ran,
    Failed,
}

/// <param name="Items">How many were done.</param>
/// <param name="HasMore">It was a whole batch, or something of it was left: there is probably more to do at the same instant, side by side.</param>
/// <param name="Place">Where that is to be found; null where it has to be looked for.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DueWorkTurn(DueWorkOutcome Outcome, int Items, bool HasMore, DueWorkPlace? Place);

/// <summary>
/// Runs what is due first in a realm, one item or a batch of one instant: it is removed, has its effect and schedules what follows in one transaction. Items
/// of a realm run in due order whatever the number of replicas.
/// </summary>
internal sealed partial class DueWorkRunner(
    IServiceScopeFactory scopes, NpgsqlDataSource database, ServiceMessaging messaging, IOptions<DueWorkOptions> options, ILogger<DueWorkRunner> logger)
{
    private readonly DueWorkKinds _kinds = new([.. messaging.DueWork.Select(work => work.Kind)], [.. messaging.DueWork.Select(work => work.MostAtOnce)]);

    public IReadOnlyList<string> Kinds => _kinds.Names;

    /// <param name="upTo">Realm time up to which, inclusive, items are due.</param>
    /// <param name="skipPauses">True to try failing items again at once: what comes after them in the realm must wait for them.</param>
    /// <param name="taken">Told before they run that there is probably more at their instant, and where.</param>
    /// <param name="connection">Where it runs, open and without a transaction; one of the pool's if left out.</param>
    public Task<DueWorkTurn> RunNext(
        Guid realmId,
        DateTimeOffset upTo,
        bool skipPauses,
        CancellationToken cancellationToken,
        Action<DueWorkPlace>? taken = null,
        NpgsqlConnection? connection = null) =>
        Run(
            async db =>
            {
                var claim = await DueWorkClaim.Next(db.Database, _kinds, realmId, upTo, skipPauses, cancellationToken);
                if (claim?.Place is { } place)
                    taken?.Invoke(place);
                return claim;
            },
            cancellationToken,
            connection);

    /// <summary>Runs what follows in the realm at the same instant, or, if that is all, what is due next.</summary>
    /// <param name="after">Where an earlier turn got to.</param>
    /// <param name="upTo">Realm time up to which, inclusive, items are due.</param>
    public Task<DueWorkTurn> RunMore(Guid realmId, DueWorkPlace after, DateTimeOffset upTo, CancellationToken cancellationToken) =>
        Run(
            async db => await DueWorkClaim.More(db.Database, _kinds, realmId, after, cancellationToken)
                ?? await DueWorkClaim.Next(db.Database, _kinds, realmId, upTo, skipPauses: false, cancellationToken),
            cancellationToken);

    private async Task<DueWorkTurn> Run(
        Func<ServiceDbContext, Task<DueWorkClaim?>> take, CancellationToken cancellationToken, NpgsqlConnection? connection = null)
    {
        DueWorkClaim? claim = null;
        try
        {
            await using var services = scopes.CreateAsyncScope();
            var db = services.ServiceProvider.GetRequiredService<ServiceDbContext>();
            db.Database.AutoSavepointsEnabled = false;
            if (connection is not null)
                db.Database.SetDbConnection(connection);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            claim = await take(db);
            if (claim is null)
                return new DueWorkTurn(DueWorkOutcome.Nothing, Items: 0, HasMore: false, Place: null);

            using var activity = StartSpan(claim);
            services.ServiceProvider.GetRequiredService<Scope>().EnterRealm(claim.RealmId, claim.DueAt);
            var left = await messaging.DueWork.Single(work => work.Kind == claim.Kind).Run(services.ServiceProvider, claim.Items, cancellationToken);
            if (left.Count > 0)
                await claim.GiveBack(db.Database, left, cancellationToken);
            // Whoever runs due work goes on looking until there is no more: what was scheduled here need wake nobody.
            db.AfterCommit.Wakes &= ~Wake.DueWork;
            await transaction.CommitAsync(cancellationToken);
            var done = claim.Items.Count - left.Count;
            Figures.DueWorkRun.Add(done, new KeyValuePair<string, object?>("kind", claim.Kind));
            return new DueWorkTurn(DueWorkOutcome.Ran, done, HasMore: claim.IsFull || left.Count > 0, left.Count > 0 ? null : claim.Place);
        }
        catch (Exception cause) when (claim is not null && !cancellationToken.IsCancellationRequested)
        {
            // The transaction is rolled back: everything is back where it was.
            if (claim.Items.Count > 1)
                return await RunInParts(claim, cause, cancellationToken);
            await KeepFailure(claim, cause, cancellationToken);
            return new DueWorkTurn(DueWorkOutcome.Failed, Items: 0, HasMore: false, Place: null);
        }
    }

    /// <summary>Halves the batch until the item that is to blame stands alone: of a thousand with a bad one, the others are done in some twenty transactions.</summary>
    private async Task<DueWorkTurn> RunInParts(DueWorkClaim whole, Exception cause, CancellationToken cancellationToken)
    {
        LogHalved(whole.Kind, whole.Items.Count, cause);
        var done = 0;
        foreach (var half in whole.Items.Chunk((whole.Items.Count + 1) / 2))
            done += (await Run(db => DueWorkClaim.Part(db.Database, whole, half, cancellationToken), cancellationToken)).Items;
        return new DueWorkTurn(done > 0 ? DueWorkOutcome.Ran : DueWorkOutcome.Failed, done, HasMore: whole.IsFull, whole.Place);
    }

    // If it was moved meanwhile, the failure is of no interest any more.
    private async Task KeepFailure(DueWorkClaim claim, Exception cause, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            UPDATE platform.due_work
            SET attempts = attempts + 1, error = $5, not_before = clock_timestamp() + least($6 * power(2, least(attempts, 20)), interval '1 hour'),
                set_aside_at = CASE WHEN attempts + 1 >= $7 THEN clock_timestamp() END
            WHERE realm_id = $1 AND kind = $2 AND key = $3 AND due_at = $4
            """);
        command.Parameters.AddWithValue(claim.RealmId);
        command.Parameters.AddWithValue(claim.Kind);
        command.Parameters.AddWithValue(claim.Items[0].Key);
        command.Parameters.AddWithValue(claim.DueAt);
        command.Parameters.AddWithValue(cause.ToString());
        command.Parameters.AddWithValue(options.Value.FirstPause);
        command.Parameters.AddWithValue(options.Value.Attempts);
        await command.ExecuteNonQueryAsync(cancellationToken);
        Figures.DueWorkFailed.Add(1, new KeyValuePair<string, object?>("kind", claim.Kind));
        LogFailed(claim.Kind, claim.Items[0].Key, cause);
    }

    // A trace of its own that points to the one that scheduled it (the first of a batch), which may be weeks old.
    private static Activity? StartSpan(DueWorkClaim claim) => Figures.Source.StartActivity(
        $"{claim.Kind} run",
        ActivityKind.Internal,
        parentContext: default,
        tags: [new("platform.due_work.items", claim.Items.Count)],
        links: ActivityContext.TryParse(claim.Traceparent, traceState: null, isRemote: true, out var scheduled) ? [new ActivityLink(scheduled)] : []);

    [LoggerMessage(LogLevel.Error, "Due work {Kind} {Key} failed and stays due")]
    private partial void LogFailed(string kind, string key, Exception cause);

    [LoggerMessage(LogLevel.Warning, "{Count} items of due work {Kind} failed together and are run in parts")]
    private partial void LogHalved(string kind, int count, Exception cause);
}
