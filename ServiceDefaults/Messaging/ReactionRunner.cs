using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;
using ServiceDefaults.Telemetry;

namespace ServiceDefaults.Messaging;

/// <summary>
/// Runs reactions exactly once per message: the message's id, the effect and what it emits commit together. A message that was never delivered before
/// is trusted to be new, which saves asking; its id, written with the effect, shows if it was not, and then all is undone.
/// </summary>
internal sealed partial class ReactionRunner(
    IServiceScopeFactory scopes,
    NpgsqlDataSource database,
    ConsumerGenerations generations,
    FreshEvents fresh,
    Wakes wakes,
    IOptions<MessagingOptions> options,
    ILogger<ReactionRunner> logger) : IDisposable
{
    private static readonly TimeSpan DatabasePause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _slots = new(options.Value.Concurrency);

    /// <summary>Tries with the quick retries of the options. A database that is away is waited for: that is nobody's fault and counts as no attempt.</summary>
    public async Task Run(ReactionQueue queue, Delivery delivery, CancellationToken cancellationToken)
    {
        if (!delivery.IsOfConcern)
        {
            Count(Figures.Handled, queue, 1);
            return;
        }

        await _slots.WaitAsync(cancellationToken);
        try
        {
            for (var retries = 0; ;)
            {
                try
                {
                    await RunOnce(queue, delivery, cancellationToken);
                    return;
                }
                catch (Exception) when (!cancellationToken.IsCancellationRequested)
                {
                    // A second delivery may fail in any way on what the first has done.
                    delivery.MayBeKnown = true;
                    if (await WaitedForDatabase(cancellationToken))
                        continue;
                    if (retries == options.Value.QuickRetries.Count)
                        throw;
                    await Task.Delay(options.Value.QuickRetries[retries++], cancellationToken);
                }
            }
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Runs the reactions of several deliveries in one transaction.</summary>
    /// <returns>False if one failed: then nothing has happened, and it is not known which would have succeeded.</returns>
    public async Task<bool> RunTogether(ReactionQueue queue, IReadOnlyList<Delivery> batch, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        var spans = new List<Activity>(batch.Count);
        try
        {
            var concerned = batch.Where(delivery => delivery.IsOfConcern).ToList();
            if (concerned.Count > 0)
                await RunTogether(queue, concerned, spans, cancellationToken);
            Count(Figures.Handled, queue, batch.Count - concerned.Count);
            return true;
        }
        catch (Exception cause) when (!cancellationToken.IsCancellationRequested)
        {
            LogUndone(queue.Name, batch.Count, cause);
            foreach (var delivery in batch)
                delivery.MayBeKnown = true;
            foreach (var span in spans)
                span.SetStatus(ActivityStatusCode.Error, "Undone with its batch, and run again by itself.");
            return false;
        }
        finally
        {
            spans.ForEach(span => span.Dispose());
            _slots.Release();
        }
    }

    public void Dispose() => _slots.Dispose();

    private async Task RunOnce(ReactionQueue queue, Delivery delivery, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var services = Enter(delivery.Envelope!);
        var session = services.ServiceProvider.GetRequiredService<SqlSession>();
        session.Join(connection, transaction);

        if (!delivery.MayBeKnown && generations.Of(queue) is { } generation)
            session.Receipt = new InboxRow { Consumer = queue.Name, Generation = generation, MessageId = delivery.Envelope!.MessageId };
        else if (!await IsNew(session, queue, delivery, cancellationToken))
            return;

        await delivery.Reaction!.React(services.ServiceProvider, delivery.Fact!, delivery.Envelope!, cancellationToken);
        if (session.Receipt is not null)
        {
            // It wrote nothing: there was nothing to do.
            session.Receipt = null;
            if (!await IsNew(session, queue, delivery, cancellationToken))
                return;
        }

        session.Complete();
        await transaction.CommitAsync(cancellationToken);
        session.Committed(fresh, wakes);
        Count(Figures.Handled, queue, 1);
    }

    private async Task RunTogether(ReactionQueue queue, IReadOnlyList<Delivery> batch, List<Activity> spans, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var receipts = new SqlSession(new Scope());
        receipts.Join(connection, transaction);
        var unknown = await Receive(receipts, queue, [.. batch.Select(delivery => delivery.Envelope!.MessageId)], cancellationToken);

        var sessions = new List<SqlSession>(batch.Count);
        // Rows are locked in the order of their ids, as everybody does who locks several; what concerns one of them stays in the order in which it came. A message
        // that is in the batch twice is new the first time only.
        foreach (var delivery in batch.OrderBy(delivery => delivery.Envelope!.AggregateId).Where(delivery => unknown.Remove(delivery.Envelope!.MessageId)))
            sessions.Add(await React(queue, delivery, batch.Count, connection, transaction, spans, cancellationToken));
        await transaction.CommitAsync(cancellationToken);

        foreach (var session in sessions)
            session.Committed(fresh, wakes);
        Count(Figures.Handled, queue, sessions.Count);
        Count(Figures.Duplicates, queue, batch.Count - sessions.Count);
    }

    /// <summary>In a scope and, if it wants one, with a context of its own; its span, in the event's own trace, ends when the batch has committed.</summary>
    private async Task<SqlSession> React(
        ReactionQueue queue, Delivery delivery, int batch, NpgsqlConnection connection, NpgsqlTransaction transaction, List<Activity> spans, CancellationToken cancellationToken)
    {
        if (queue.StartSpan(delivery, batch) is { } span)
            spans.Add(span);
        await using var services = Enter(delivery.Envelope!);
        var session = services.ServiceProvider.GetRequiredService<SqlSession>();
        session.Join(connection, transaction);
        await delivery.Reaction!.React(services.ServiceProvider, delivery.Fact!, delivery.Envelope!, cancellationToken);
        session.Complete();
        return session;
    }

    private AsyncServiceScope Enter(EventContext envelope)
    {
        var services = scopes.CreateAsyncScope();
        services.ServiceProvider.GetRequiredService<Scope>().EnterRealm(envelope.RealmId, envelope.OccurredAt);
        return services;
    }

    private static async Task<bool> IsNew(SqlSession session, ReactionQueue queue, Delivery delivery, CancellationToken cancellationToken)
    {
        if ((await Receive(session, queue, [delivery.Envelope!.MessageId], cancellationToken)).Count == 1)
            return true;
        Count(Figures.Duplicates, queue, 1);
        return false;
    }

    /// <summary>
    /// Writes receipts and says for which messages: the others are handled already. Waits for a concurrent delivery of one of them; in the order of their
    /// ids, so that two who wait do not wait for each other.
    /// </summary>
    private static async Task<HashSet<Guid>> Receive(SqlSession session, ReactionQueue queue, Guid[] messages, CancellationToken cancellationToken) =>
    [
        .. await session.Query(
            $"""
            INSERT INTO platform.inbox (consumer, generation, message_id)
            SELECT {queue.Name}, greatest({queue.Generation}, (SELECT generation FROM platform.consumer WHERE name = {queue.Name})), id
            FROM unnest({messages}) AS id ORDER BY id
            ON CONFLICT DO NOTHING RETURNING message_id
            """,
            row => row.GetGuid(0),
            cancellationToken),
    ];

    private async Task<bool> WaitedForDatabase(CancellationToken cancellationToken)
    {
        for (var waited = false; ; waited = true)
        {
            try
            {
                await using var probe = database.CreateCommand("SELECT 1");
                await probe.ExecuteNonQueryAsync(cancellationToken);
                return waited;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(DatabasePause, cancellationToken);
            }
        }
    }

    private static void Count(Counter<long> figure, ReactionQueue queue, int count)
    {
        if (count > 0)
            figure.Add(count, new KeyValuePair<string, object?>("queue", queue.Name));
    }

    [LoggerMessage(LogLevel.Debug, "{Queue}: {Count} messages could not be handled together and run one by one")]
    private partial void LogUndone(string queue, int count, Exception cause);
}
