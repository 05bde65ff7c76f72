using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using ServiceDefaults.Storage;

namespace ServiceDefaults.Time;

/// <summary>Runs what falls due in any realm, at its time: sleeps until the next due time, or until something is scheduled.</summary>
internal sealed partial class DueWorkWorker(
    NpgsqlDataSource database,
    DueWorkRunner runner,
    RealmOffsets offsets,
    Wakes wakes,
    TimeProvider wallClock,
    IOptions<DueWorkOptions> options,
    ILogger<DueWorkWorker> logger) : BackgroundService
{
    // A sandbox may be behind the wall clock: what is due in it only its own clock tells, and must not take the places of what is due now.
    // Realms that are moving their clock are left to the drain, which keeps due order even past failures.
    private const string RealmsWithDueWork = """
        SELECT DISTINCT due.realm_id FROM (
            (SELECT realm_id FROM platform.due_work
             WHERE due_at <= $1 AND set_aside_at IS NULL AND kind = ANY($2) AND (not_before IS NULL OR not_before <= clock_timestamp())
               AND realm_id NOT IN (SELECT realm_id FROM platform.realm_clock)
             ORDER BY due_at LIMIT 1000)
            UNION ALL
            SELECT c.realm_id FROM platform.realm_clock c WHERE EXISTS (
                SELECT 1 FROM platform.due_work w
                WHERE w.realm_id = c.realm_id AND w.due_at <= $1 + c.ahead_by AND w.set_aside_at IS NULL AND w.kind = ANY($2)
                  AND (w.not_before IS NULL OR w.not_before <= clock_timestamp()))) due
        WHERE NOT EXISTS (SELECT 1 FROM platform.realm_clock d WHERE d.realm_id = due.realm_id AND d.draining)
        """;

    private const string NextDue = """
        SELECT least(
            (SELECT min(due_at) FROM platform.due_work
             WHERE set_aside_at IS NULL AND due_at > $1 AND realm_id NOT IN (SELECT realm_id FROM platform.realm_clock)),
            (SELECT min(next.due_at - c.ahead_by) FROM platform.realm_clock c
             CROSS JOIN LATERAL (SELECT min(w.due_at) AS due_at FROM platform.due_work w
                                 WHERE w.realm_id = c.realm_id AND w.set_aside_at IS NULL AND w.due_at > $1 + c.ahead_by) next))
        """;

    private static readonly TimeSpan ShortestSleep = TimeSpan.FromMilliseconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (runner.Kinds.Count == 0)
            return;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await RunDue(stoppingToken))
                    await wakes.DueWork.WaitAsync(await UntilNext(stoppingToken), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogPaused(exception);
                await Task.Delay(options.Value.Poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Returns whether it ran anything: that may have scheduled more.</summary>
    private async Task<bool> RunDue(CancellationToken stoppingToken)
    {
        var ran = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Value.Realms, CancellationToken = stoppingToken };
        await Parallel.ForEachAsync(
            await Realms(stoppingToken), parallel, async (realmId, cancellationToken) => Interlocked.Add(ref ran, await RunDue(realmId, cancellationToken)));
        return ran > 0;
    }

    private async Task<int> RunDue(Guid realmId, CancellationToken cancellationToken)
    {
        var ran = 0;
        DueWorkTurn turn;
        do
        {
            List<Task<int>> others = [];
            try
            {
                turn = await runner.RunNext(
                    realmId, Now(realmId), skipPauses: false, cancellationToken, place => others.AddRange(OtherBatches(realmId, place, cancellationToken)));
                ran += turn.Items;
                if (turn.HasMore)
                    ran += await RunBatches(realmId, turn.Place, cancellationToken);
            }
            finally
            {
                ran += (await Task.WhenAll(others)).Sum();
            }
        }
        while (turn.Outcome is not DueWorkOutcome.Nothing);
        return ran;
    }

    private IEnumerable<Task<int>> OtherBatches(Guid realmId, DueWorkPlace after, CancellationToken cancellationToken) =>
        Enumerable.Range(1, options.Value.BatchesAtOnce - 1).Select(_ => RunBatches(realmId, after, cancellationToken));

    /// <summary>Runs one batch after the other until there is no more behind them: then the instant is done, or nearly.</summary>
    private async Task<int> RunBatches(Guid realmId, DueWorkPlace? after, CancellationToken cancellationToken)
    {
        var ran = 0;
        DueWorkTurn turn;
        do
        {
            turn = after is null
                ? await runner.RunNext(realmId, Now(realmId), skipPauses: false, cancellationToken)
                : await runner.RunMore(realmId, after, Now(realmId), cancellationToken);
            ran += turn.Items;
            after = turn.Place;
        }
        while (turn.HasMore);
        return ran;
    }

    private DateTimeOffset Now(Guid realmId) => wallClock.GetUtcNow() + offsets.Of(realmId);

    private async Task<List<Guid>> Realms(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(RealmsWithDueWork);
        command.Parameters.AddWithValue(wallClock.GetUtcNow());
        command.Parameters.AddWithValue(runner.Kinds.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var realms = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken))
            realms.Add(reader.GetGuid(0));
        return realms;
    }

    private async Task<TimeSpan> UntilNext(CancellationToken cancellationToken)
    {
        var now = wallClock.GetUtcNow();
        await using var command = database.CreateCommand(NextDue);
        command.Parameters.AddWithValue(now);
        if (await command.ExecuteScalarAsync(cancellationToken) is not DateTime next)
            return options.Value.Poll;
        var sleep = next - now.UtcDateTime;
        return sleep < ShortestSleep ? ShortestSleep : sleep < options.Value.Poll ? sleep : options.Value.Poll;
    }

    [LoggerMessage(LogLevel.Warning, "Due work waits: the database is away")]
    private partial void LogPaused(Exception exception);
}
