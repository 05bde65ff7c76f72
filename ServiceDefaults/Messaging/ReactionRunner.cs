using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;
using ServiceDefaults.Telemetry;

namespace ServiceDefaults.Messaging;

/// <summary>Runs a reaction exactly once per message: the message's id, the effect and what it emits commit together.</summary>
internal sealed class ReactionRunner(
    IServiceScopeFactory scopes,
    NpgsqlDataSource database,
    InFlight inFlight,
    IOptions<MessagingOptions> options) : IDisposable
{
    private static readonly TimeSpan DatabasePause = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _slots = new(options.Value.Concurrency);

    /// <summary>Tries with the quick retries of the options. A database that is away is waited for: that is nobody's fault and counts as no attempt.</summary>
    public async Task Run(ReactionRegistration reaction, object fact, EventContext envelope, CancellationToken cancellationToken)
    {
        using var working = inFlight.Enter(envelope.RealmId);
        await _slots.WaitAsync(cancellationToken);
        try
        {
            for (var retries = 0; ;)
            {
                try
                {
                    await RunOnce(reaction, fact, envelope, cancellationToken);
                    return;
                }
                catch (Exception) when (!cancellationToken.IsCancellationRequested)
                {
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

    private async Task RunOnce(ReactionRegistration reaction, object fact, EventContext envelope, CancellationToken cancellationToken)
    {
        await using var services = scopes.CreateAsyncScope();
        services.ServiceProvider.GetRequiredService<Scope>().EnterRealm(envelope.RealmId, envelope.OccurredAt);
        var db = services.ServiceProvider.GetRequiredService<ServiceDbContext>();
        // A savepoint per save would cost two round trips; a failed save ends the whole transaction anyway.
        db.Database.AutoSavepointsEnabled = false;

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await IsNew(db.Database.GetDbConnection(), transaction, reaction, envelope, cancellationToken))
        {
            Figures.Duplicates.Add(1, new KeyValuePair<string, object?>("queue", reaction.Queue));
            return;
        }
        await reaction.React(services.ServiceProvider, fact, envelope, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Figures.Handled.Add(1, new KeyValuePair<string, object?>("queue", reaction.Queue));
    }

    // Waits for a concurrent delivery of the same message, and is false if that one commits.
    private async Task<bool> IsNew(
        DbConnection connection, IDbContextTransaction transaction, ReactionRegistration reaction, EventContext envelope, CancellationToken cancellationToken)
    {
        await using var insert = new NpgsqlCommand(
            """
            INSERT INTO platform.inbox (consumer, generation, message_id)
            VALUES ($1, greatest($2, (SELECT generation FROM platform.consumer WHERE name = $1)), $3) ON CONFLICT DO NOTHING
            """,
            (NpgsqlConnection)connection,
            (NpgsqlTransaction)transaction.GetDbTransaction())
        {
            Parameters = { new() { Value = reaction.Queue }, new() { Value = reaction.Generation }, new() { Value = envelope.MessageId } },
        };
        return await insert.ExecuteNonQueryAsync(cancellationToken) == 1;
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
