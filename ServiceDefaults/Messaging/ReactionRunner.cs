using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;
using ServiceDefaults.Telemetry;

namespace ServiceDefaults.Messaging;

/// <summary>
/// Runs a reaction exactly once per message: the message's id, the effect and what it emits commit together. A message that was never delivered before
/// is trusted to be new, which saves asking; its id, written with the effect, shows if it was not, and then all is undone.
/// </summary>
internal sealed class ReactionRunner(
    IServiceScopeFactory scopes,
    NpgsqlDataSource database,
    ConsumerGenerations generations,
    InFlight inFlight,
    FreshEvents fresh,
    Wakes wakes,
    IOptions<MessagingOptions> options) : IDisposable
{
    private static readonly TimeSpan DatabasePause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _slots = new(options.Value.Concurrency);

    /// <summary>Tries with the quick retries of the options. A database that is away is waited for: that is nobody's fault and counts as no attempt.</summary>
    /// <param name="mayBeKnown">True if the inbox is to be asked before the reaction runs.</param>
    public async Task Run(ReactionRegistration reaction, object fact, EventContext envelope, bool mayBeKnown, CancellationToken cancellationToken)
    {
        using var working = inFlight.Enter(envelope.RealmId);
        await _slots.WaitAsync(cancellationToken);
        try
        {
            for (var retries = 0; ;)
            {
                try
                {
                    await RunOnce(reaction, fact, envelope, mayBeKnown, cancellationToken);
                    return;
                }
                catch (Exception) when (!cancellationToken.IsCancellationRequested)
                {
                    // A second delivery may fail in any way on what the first has done.
                    mayBeKnown = true;
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

    public void Dispose() => _slots.Dispose();

    private async Task RunOnce(ReactionRegistration reaction, object fact, EventContext envelope, bool mayBeKnown, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var services = scopes.CreateAsyncScope();
        services.ServiceProvider.GetRequiredService<Scope>().EnterRealm(envelope.RealmId, envelope.OccurredAt);
        var session = services.ServiceProvider.GetRequiredService<SqlSession>();
        session.Join(connection, transaction);

        if (!mayBeKnown && generations.Of(reaction) is { } generation)
            session.Receipt = new InboxRow { Consumer = reaction.Queue, Generation = generation, MessageId = envelope.MessageId };
        else if (!await Receive(session, reaction, envelope, cancellationToken))
            return;

        await reaction.React(services.ServiceProvider, fact, envelope, cancellationToken);
        if (session.Receipt is not null)
        {
            // It wrote nothing: there was nothing to do.
            session.Receipt = null;
            if (!await Receive(session, reaction, envelope, cancellationToken))
                return;
        }

        await transaction.CommitAsync(cancellationToken);
        session.Committed(fresh, wakes);
        Figures.Handled.Add(1, new KeyValuePair<string, object?>("queue", reaction.Queue));
    }

    /// <summary>Writes the receipt. Waits for a concurrent delivery of the same message, and is false if that one commits.</summary>
    private static async Task<bool> Receive(SqlSession session, ReactionRegistration reaction, EventContext envelope, CancellationToken cancellationToken)
    {
        var written = await session.Execute(
            $"""
            INSERT INTO platform.inbox (consumer, generation, message_id)
            VALUES ({reaction.Queue}, greatest({reaction.Generation}, (SELECT generation FROM platform.consumer WHERE name = {reaction.Queue})), {envelope.MessageId})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken);
        if (written == 1)
            return true;
        Figures.Duplicates.Add(1, new KeyValuePair<string, object?>("queue", reaction.Queue));
        return false;
    }

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
}
