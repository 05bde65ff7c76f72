using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Orgs.Api.Storage;

/// <summary>A transaction that the operation opened, or, for a request with an idempotency key, the one that is open already and that the key's keeper commits.</summary>
internal sealed class JoinedTransaction(IDbContextTransaction? own) : IAsyncDisposable
{
    public Task CommitAsync(CancellationToken cancellationToken) => own?.CommitAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => own?.DisposeAsync() ?? ValueTask.CompletedTask;
}

internal static class Transactions
{
    public static async Task<JoinedTransaction> JoinTransactionAsync(this DatabaseFacade database, CancellationToken cancellationToken) =>
        new(database.CurrentTransaction is null ? await database.BeginTransactionAsync(cancellationToken) : null);

    /// <summary>Makes everybody who asks for the same name wait for the others' commit.</summary>
    public static Task LockAsync(this DatabaseFacade database, string name, CancellationToken cancellationToken) =>
        database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({name}, 0))", cancellationToken);

    /// <summary>Held by what changes an organisation's rights or its end, and by what relies on them to put something under or beside it.</summary>
    public static Task LockOrganizationAsync(this DatabaseFacade database, Guid id, CancellationToken cancellationToken) =>
        database.LockAsync($"organization {id}", cancellationToken);

    /// <summary>As above for two, in one order whoever asks, so that none waits for the other for ever.</summary>
    public static async Task LockOrganizationsAsync(this DatabaseFacade database, Guid one, Guid other, CancellationToken cancellationToken)
    {
        var inOrder = one < other;
        await database.LockOrganizationAsync(inOrder ? one : other, cancellationToken);
        await database.LockOrganizationAsync(inOrder ? other : one, cancellationToken);
    }
}
