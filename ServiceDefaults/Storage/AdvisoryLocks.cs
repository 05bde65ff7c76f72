using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace ServiceDefaults.Storage;

/// <summary>
/// Locks on something that has no row, or not yet, until the transaction's end. PostgreSQL knows them by number: two that share one by chance only wait for each
/// other's end.
/// </summary>
public static class AdvisoryLocks
{
    /// <summary>Waits for whoever holds it, and then keeps everybody else waiting.</summary>
    /// <param name="what">What is locked.</param>
    /// <param name="id">Which of them.</param>
    public static Task LockAsync(this DatabaseFacade database, string what, Guid id, CancellationToken cancellationToken) =>
        database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Number(what, id)})", cancellationToken);

    /// <inheritdoc cref="LockAsync(DatabaseFacade, string, Guid, CancellationToken)"/>
    public static Task Lock(this SqlSession sql, string what, Guid id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sql);
        return sql.Execute($"SELECT pg_advisory_xact_lock({Number(what, id)})", cancellationToken);
    }

    /// <summary>Waits for who holds it alone, and keeps those waiting who want it alone.</summary>
    /// <inheritdoc cref="LockAsync(DatabaseFacade, string, Guid, CancellationToken)"/>
    public static Task LockShared(this SqlSession sql, string what, Guid id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sql);
        return sql.Execute($"SELECT pg_advisory_xact_lock_shared({Number(what, id)})", cancellationToken);
    }

    internal static long Number(string what) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(what)));

    private static long Number(string what, Guid id) => Number($"{what}\n{id}");
}
