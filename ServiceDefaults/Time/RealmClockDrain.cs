using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;
using ServiceDefaults.Signals.V1;
using ServiceDefaults.Storage;

namespace ServiceDefaults.Time;

/// <summary>
/// After a sandbox's clock has moved: runs everything due up to the target, in due order, until nothing is due, no event of the realm waits to be sent and
/// none waits to be handled, and then answers. What a service could not know of, because another's effect comes later, is left to the next round.
/// </summary>
internal sealed partial class RealmClockDrain(
    NpgsqlDataSource database,
    PlatformState state,
    RealmOffsets offsets,
    DueWorkRunner runner,
    OwnQueues queues,
    InFlight inFlight,
    ServiceMessaging messaging,
    FreshEvents fresh,
    Wakes wakes,
    TimeProvider wallClock,
    ILogger<RealmClockDrain> logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(200);

    // Between two looks a message may be on its way from the broker to a handler: what the first look did not find in its queue, the second finds at work. What comes
    // to the queues later was sent later, and whoever sent it tells so with its own answer.
    private const int QuietLooks = 2;

    /// <summary>How long the connection is kept when no clock moves.</summary>
    private static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(1);

    private NpgsqlConnection? _connection;
    private long _usedAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var round in await Rounds(stoppingToken))
                    await DrainIfFirst(round, stoppingToken);
                if (wallClock.GetElapsedTime(_usedAt) > KeepFor)
                    await Release();
                await wakes.Drain.WaitAsync(Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                LogPaused(exception);
                await Release();
                await Task.Delay(Poll, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        await Release();
    }

    /// <summary>
    /// One connection for everything that falls due, from one round to the next: the pool would give each item another one, and each has to plan a statement
    /// some times before it keeps the plan.
    /// </summary>
    private async Task<NpgsqlConnection> Own(CancellationToken cancellationToken)
    {
        _usedAt = wallClock.GetTimestamp();
        return _connection ??= await database.OpenConnectionAsync(cancellationToken);
    }

    private async Task Release()
    {
        if (_connection is not { } connection)
            return;
        _connection = null;
        await connection.DisposeAsync();
    }

    private async Task<List<Round>> Rounds(CancellationToken cancellationToken)
    {
        var rounds = new List<Round>();
        var isKnown = true;
        await using (var command = database.CreateCommand("SELECT realm_id, job_id, round, target, ahead_by FROM platform.realm_clock WHERE draining"))
        await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                rounds.Add(new Round(reader.GetGuid(0), reader.GetGuid(1), reader.GetInt32(2), reader.GetFieldValue<DateTimeOffset>(3)));
                isKnown &= offsets.Of(reader.GetGuid(0)) == reader.GetFieldValue<TimeSpan>(4);
            }
        }
        // Seen before it was heard of, by the poll: whoever gets the round's answer asks this process next, and is to find the clock where the answer says.
        if (!isKnown)
            await state.Refresh(cancellationToken);
        return rounds;
    }

    /// <summary>One replica drains a realm: it holds a lock that ends with its transaction, which is the answer's.</summary>
    private async Task DrainIfFirst(Round round, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var scope = new Scope();
        scope.EnterRealm(round.RealmId);
        var session = new SqlSession(scope);
        session.Join(connection, transaction);
        if (!await session.Scalar<bool>($"SELECT pg_try_advisory_xact_lock(hashtextextended('drain', 0) # hashtextextended({round.RealmId}::text, 0))", cancellationToken))
            return;
        var started = wallClock.GetTimestamp();
        var ran = await Drain(round, cancellationToken);
        LogDrained(round.RealmId, round.Number, round.Target, ran, (long)wallClock.GetElapsedTime(started).TotalMilliseconds);
        await Answer(round, ran, session, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        session.Committed(fresh, wakes);
    }

    /// <summary>Returns how many items it ran.</summary>
    private async Task<int> Drain(Round round, CancellationToken cancellationToken)
    {
        var ran = 0;
        var connection = await Own(cancellationToken);
        for (var quiet = 0; ;)
        {
            // What is at work now may leave something in the tables after they were looked at.
            var wasIdle = inFlight.IsIdle(round.RealmId);
            var left = await LookAtTables(round, connection, cancellationToken);
            if (left.IsDue && await RunDue(round, connection, cancellationToken) is var items and > 0)
            {
                ran += items;
                quiet = 0;
                continue;
            }
            var isQuiet = wasIdle && left is { IsDue: false, IsUnsent: false } && (quiet > 0 || await queues.AreEmpty(cancellationToken)) && inFlight.IsIdle(round.RealmId);
            quiet = isQuiet ? quiet + 1 : 0;
            if (quiet == QuietLooks)
                return ran;
            await Task.Delay(BetweenLooks, cancellationToken);
        }
    }

    /// <summary>Runs what is due until nothing is, or others are at work on it. Returns how many items it ran.</summary>
    private async Task<int> RunDue(Round round, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        for (var ran = 0; ;)
        {
            var turn = await runner.RunNext(round.RealmId, round.Target, skipPauses: true, cancellationToken, connection: connection);
            ran += turn.Items;
            if (turn.Outcome is DueWorkOutcome.Nothing)
                return ran;
            if (turn.Outcome is DueWorkOutcome.Failed)
                await Task.Delay(AfterFailure, cancellationToken);
        }
    }

    private async Task<Left> LookAtTables(Round round, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // The mechanics' signals do not count: that of this very round is marked as sent only when it has long arrived.
        await using var command = new NpgsqlCommand(
            """
            SELECT EXISTS (SELECT 1 FROM platform.due_work WHERE realm_id = $1 AND due_at <= $2 AND set_aside_at IS NULL AND kind = ANY($3)),
                   EXISTS (SELECT 1 FROM platform.outbox WHERE published_at IS NULL AND realm_id = $1 AND type NOT LIKE 'platform.%')
            """,
            connection)
        {
            Parameters = { new() { Value = round.RealmId }, new() { Value = round.Target }, new() { Value = runner.Kinds.ToArray() } },
        };
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return new Left(row.GetBoolean(0), row.GetBoolean(1));
    }

    private async Task Answer(Round round, int ran, SqlSession session, CancellationToken cancellationToken)
    {
        // Events tell of everything that another service could notice, whoever of this one's replicas did it.
        var sent = await session.Scalar<long?>(
            $"""
            WITH seen AS (
                SELECT count(*) FILTER (WHERE o.realm_id = c.realm_id AND o.type NOT LIKE 'platform.%') AS sent, max(o.id) AS last
                FROM platform.realm_clock c LEFT JOIN platform.outbox o ON o.id > c.seen_outbox_id WHERE c.realm_id = {round.RealmId})
            UPDATE platform.realm_clock c SET draining = false, seen_outbox_id = coalesce(seen.last, c.seen_outbox_id) FROM seen
            WHERE c.realm_id = {round.RealmId} AND c.job_id = {round.JobId} AND c.round = {round.Number} AND c.draining RETURNING seen.sent
            """,
            cancellationToken);
        // Null: another round has begun meanwhile, and that one is to be answered.
        if (sent is { } events)
        {
            var answer = new RealmClockDrained(round.RealmId, round.JobId, round.Number, messaging.Service, ran + (int)events);
            await session.Emit(answer, round.RealmId, round.Number, wallClock.GetUtcNow(), cancellationToken);
        }
    }

    /// <param name="IsDue">Something is, up to the target.</param>
    /// <param name="IsUnsent">An event of the realm waits to be sent, or to be marked as sent.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Left(bool IsDue, bool IsUnsent);

    private sealed record Round(Guid RealmId, Guid JobId, int Number, DateTimeOffset Target);

    [LoggerMessage(LogLevel.Debug, "Realm {RealmId}, round {Round} up to {Target}: {Items} items of due work in {Milliseconds} ms, and quiet")]
    private partial void LogDrained(Guid realmId, int round, DateTimeOffset target, int items, long milliseconds);

    [LoggerMessage(LogLevel.Warning, "Moving a sandbox's clock has paused: the database or the broker is away")]
    private partial void LogPaused(Exception exception);
}
