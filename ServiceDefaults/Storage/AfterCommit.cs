using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using ServiceDefaults.Messaging;

namespace ServiceDefaults.Storage;

/// <summary>What one context has saved and must not act on before it is durable.</summary>
internal sealed class AfterCommit
{
    private readonly List<(Guid? TransactionId, OutboxMessage Event)> _events = [];

    public Wake Wakes { get; set; }

    public void Add(Guid? transactionId, IEnumerable<OutboxMessage> events) => _events.AddRange(events.Select(saved => (transactionId, saved)));

    /// <summary>Events of the transaction that has committed. Those of any other are forgotten: they were undone, or the outbox's own reader finds them.</summary>
    public IReadOnlyList<OutboxMessage> Take(Guid? transactionId)
    {
        if (_events.Count == 0)
            return [];
        OutboxMessage[] committed = [.. _events.Where(saved => saved.TransactionId == transactionId).Select(saved => saved.Event)];
        _events.Clear();
        return committed;
    }

    public void Forget() => _events.Clear();
}

/// <summary>Hands over events and wakes workers once a change is durable: after the commit of its transaction, or after a save that needed none.</summary>
internal sealed class AfterCommitInterceptor(Wakes wakes, FreshEvents fresh) : SaveChangesInterceptor, IDbTransactionInterceptor
{
    public override ValueTask<int> SavedChangesAsync(SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is ServiceDbContext db)
        {
            var transaction = db.Database.CurrentTransaction?.TransactionId;
            db.Saved(transaction);
            if (transaction is null)
                Committed(db, transactionId: null);
        }
        return ValueTask.FromResult(result);
    }

    public Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        TransactionCommitted(transaction, eventData);
        return Task.CompletedTask;
    }

    public void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData)
    {
        if (eventData.Context is ServiceDbContext db)
            Committed(db, eventData.TransactionId);
    }

    public Task RolledBackToSavepointAsync(DbTransaction transaction, TransactionEventData eventData, CancellationToken cancellationToken = default)
    {
        RolledBackToSavepoint(transaction, eventData);
        return Task.CompletedTask;
    }

    // Which of them were undone is not known here.
    public void RolledBackToSavepoint(DbTransaction transaction, TransactionEventData eventData) => (eventData.Context as ServiceDbContext)?.AfterCommit.Forget();

    private void Committed(ServiceDbContext db, Guid? transactionId)
    {
        fresh.Add(db.AfterCommit.Take(transactionId));
        wakes.Raise(db.AfterCommit.Wakes);
        db.AfterCommit.Wakes = Wake.None;
    }
}
