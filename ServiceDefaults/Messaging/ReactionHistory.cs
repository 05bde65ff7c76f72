using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using ServiceDefaults.Security;
using ServiceDefaults.Signals.V1;
using ServiceDefaults.Storage;

namespace ServiceDefaults.Messaging;

/// <summary>
/// Gives each reaction the events that its queue was too young to get: on the first start of a system, after a broker lost its data, and to a read model
/// that is new in a system with a past. It asks their publishers; the inbox drops what was handled before.
/// </summary>
internal sealed partial class ReactionHistory(
    NpgsqlDataSource database,
    BrokerTopology topology,
    ServiceMessaging messaging,
    FreshEvents fresh,
    Wakes wakes,
    TimeProvider wallClock,
    ILogger<ReactionHistory> logger) : BackgroundService
{
    // All services of a first start are up well within it, and nobody wants a new reaction to act on what is older.
    private static readonly TimeSpan FirstStart = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var newQueues = await topology.Declared.WaitAsync(stoppingToken);
                if (newQueues.Count > 0 || !await HasAskedForAll(stoppingToken))
                    await AskForMissed(newQueues, stoppingToken);
                return;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogPostponed(exception);
                await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Raises the generation, so that every event counts as new, and asks for all of them. The service goes on meanwhile.</summary>
    /// <returns>False if this service has no such reaction.</returns>
    public async Task<bool> Rebuild(string name, CancellationToken cancellationToken)
    {
        if (messaging.Queues.SingleOrDefault(known => known.Name == name && !known.IsSignal) is not { } queue)
            return false;
        await InTransaction(async sql =>
        {
            await sql.Execute(
                $"""
                INSERT INTO platform.consumer AS c (name, generation, since) VALUES ({name}, {queue.Generation + 1}, null)
                ON CONFLICT (name) DO UPDATE SET generation = greatest(c.generation, {queue.Generation}) + 1
                """,
                cancellationToken);
            await PlatformNotifications.Notify(sql, cancellationToken);
            await Ask(sql, queue, since: null, cancellationToken);
        }, cancellationToken);
        return true;
    }

    /// <summary>So it is after most starts.</summary>
    private async Task<bool> HasAskedForAll(CancellationToken cancellationToken)
    {
        var queues = messaging.Queues.Where(queue => !queue.IsSignal).ToList();
        await using var command = database.CreateCommand(
            """
            SELECT NOT EXISTS (
                SELECT 1 FROM unnest($1::text[], $2::int[]) AS q (name, generation)
                WHERE NOT EXISTS (SELECT 1 FROM platform.consumer c WHERE c.name = q.name AND c.generation >= q.generation))
            """);
        command.Parameters.AddWithValue(queues.Select(queue => queue.Name).ToArray());
        command.Parameters.AddWithValue(queues.Select(queue => queue.Generation).ToArray());
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private Task AskForMissed(IReadOnlySet<string> newQueues, CancellationToken cancellationToken) => InTransaction(async sql =>
    {
        foreach (var queue in messaging.Queues.Where(queue => !queue.IsSignal))
        {
            DateTimeOffset? firstSince = queue.FromTheStart ? null : wallClock.GetUtcNow() - FirstStart;
            // One row if the reaction is new here, or the code has raised its generation, which makes every event count as new.
            var isNew = await sql.Scalar<bool?>(
                $"""
                INSERT INTO platform.consumer AS c (name, generation, since) VALUES ({queue.Name}, {queue.Generation}, {firstSince})
                ON CONFLICT (name) DO UPDATE SET generation = excluded.generation WHERE c.generation < excluded.generation
                RETURNING xmax = 0
                """,
                cancellationToken);
            if (isNew is { } now)
                await Ask(sql, queue, now ? firstSince : null, cancellationToken);
            else if (newQueues.Contains(queue.Name))
                await Ask(sql, queue, await sql.Scalar<DateTimeOffset?>($"SELECT since FROM platform.consumer WHERE name = {queue.Name}", cancellationToken), cancellationToken);
        }
    }, cancellationToken);

    private async Task Ask(SqlSession sql, ReactionQueue queue, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        foreach (var reaction in queue.Reactions)
            await sql.Emit(new EventsRequested(reaction.Exchange, queue.Name, since), Guid.CreateVersion7(), version: 1, wallClock.GetUtcNow(), cancellationToken);
    }

    private async Task InTransaction(Func<SqlSession, Task> work, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Of no realm: what is asked for spans them all.
        var scope = new Scope();
        scope.EnterRealm(Guid.Empty);
        var session = new SqlSession(scope);
        session.Join(connection, transaction);
        await work(session);
        await transaction.CommitAsync(cancellationToken);
        session.Committed(fresh, wakes);
    }

    [LoggerMessage(LogLevel.Warning, "Events missed before the start will be asked for later: the database is away")]
    private partial void LogPostponed(Exception exception);
}
