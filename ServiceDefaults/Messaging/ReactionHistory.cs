using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
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
    IServiceScopeFactory scopes, NpgsqlDataSource database, BrokerTopology topology, ServiceMessaging messaging, TimeProvider wallClock, ILogger<ReactionHistory> logger) : BackgroundService
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
        await InTransaction(async db =>
        {
            await db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO platform.consumer AS c (name, generation, since) VALUES ({name}, {queue.Generation + 1}, null)
                ON CONFLICT (name) DO UPDATE SET generation = greatest(c.generation, {queue.Generation}) + 1
                """,
                cancellationToken);
            await db.Database.ExecuteSqlRawAsync(PlatformNotifications.NotifySql, cancellationToken);
            Ask(db, queue, since: null);
        }, cancellationToken);
        return true;
    }

    /// <summary>So it is after most starts. Found out without a model of the database, which a service that only waits has no other use for.</summary>
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

    private Task AskForMissed(IReadOnlySet<string> newQueues, CancellationToken cancellationToken) => InTransaction(async db =>
    {
        foreach (var queue in messaging.Queues.Where(queue => !queue.IsSignal))
        {
            DateTimeOffset? firstSince = queue.FromTheStart ? null : wallClock.GetUtcNow() - FirstStart;
            // One row if the reaction is new here, or the code has raised its generation, which makes every event count as new.
            var changed = await db.Database.SqlQuery<bool>(
                $"""
                INSERT INTO platform.consumer AS c (name, generation, since) VALUES ({queue.Name}, {queue.Generation}, {firstSince})
                ON CONFLICT (name) DO UPDATE SET generation = excluded.generation WHERE c.generation < excluded.generation
                RETURNING xmax = 0 AS "Value"
                """).ToListAsync(cancellationToken);
            if (changed is [var isNew])
                Ask(db, queue, isNew ? firstSince : null);
            else if (newQueues.Contains(queue.Name))
                Ask(db, queue, await db.Database.SqlQuery<DateTimeOffset?>($"SELECT since AS \"Value\" FROM platform.consumer WHERE name = {queue.Name}").SingleAsync(cancellationToken));
        }
    }, cancellationToken);

    private void Ask(ServiceDbContext db, ReactionQueue queue, DateTimeOffset? since)
    {
        foreach (var reaction in queue.Reactions)
            db.Emit(new EventsRequested(reaction.Exchange, queue.Name, since), Guid.CreateVersion7(), version: 1, wallClock.GetUtcNow());
    }

    private async Task InTransaction(Func<ServiceDbContext, Task> work, CancellationToken cancellationToken)
    {
        await using var services = scopes.CreateAsyncScope();
        // Of no realm: what is asked for spans them all.
        services.ServiceProvider.GetRequiredService<Scope>().EnterRealm(Guid.Empty);
        var db = services.ServiceProvider.GetRequiredService<ServiceDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await work(db);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "Events missed before the start will be asked for later: the database is away")]
    private partial void LogPostponed(Exception exception);
}
