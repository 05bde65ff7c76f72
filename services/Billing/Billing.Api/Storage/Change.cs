using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Billing.Api.Storage;

/// <summary>
/// The transaction in which an operation locks what it decides about. Under an idempotency key there is one already, which also keeps the answer:
/// then that one is joined, and whoever opened it commits.
/// </summary>
internal sealed class Change : IAsyncDisposable
{
    private readonly IDbContextTransaction? own;

    private Change(IDbContextTransaction? own) => this.own = own;

    public static async Task<Change> Begin(DbContext db, CancellationToken cancellationToken)
    {
        // A save that fails ends the operation: a savepoint around each would be two round trips for nothing.
        db.Database.AutoSavepointsEnabled = false;
        return new Change(db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null);
    }

    /// <summary>Writes and commits. Without it everything is undone.</summary>
    public async Task Save(DbContext db, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        if (own is not null)
        {
            await own.CommitAsync(cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => own?.DisposeAsync() ?? ValueTask.CompletedTask;
}
