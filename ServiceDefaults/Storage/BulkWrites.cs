using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;
using ServiceDefaults.Messaging;
using ServiceDefaults.Time;

namespace ServiceDefaults.Storage;

/// <summary>An event of many. <paramref name="Version"/>: the aggregate's after the change.</summary>
public sealed record BulkEvent<TEvent>(TEvent Fact, Guid AggregateId, long Version);

/// <summary>An item of many.</summary>
public sealed record BulkDueWork(string Key, DateTimeOffset DueAt, object? Payload = null);

/// <summary>
/// The bulk forms of adding, emitting and scheduling: thousands of rows at once, written now and not with the next save, inside the current transaction.
/// </summary>
public static class BulkWrites
{
    /// <summary>Up to here events go with the save, which hands them to the broker at once. More are found in the outbox, some seconds later.</summary>
    private const int FewEvents = 250;

    /// <summary>Inserts rows that do not exist yet. They are not tracked.</summary>
    public static Task CopyRows<TRow>(this ServiceDbContext db, IReadOnlyCollection<TRow> rows, CancellationToken cancellationToken)
        where TRow : class
        => rows.Count == 0 ? Task.CompletedTask : RowCopy<TRow>.Of(db.Model).Write(Connection(db), rows, cancellationToken);

    /// <summary>As <see cref="ServiceDbContext.Emit"/> for each; they leave when, and only if, the next save and the transaction commit.</summary>
    public static async Task EmitMany<TEvent>(
        this ServiceDbContext db, IReadOnlyCollection<BulkEvent<TEvent>> events, DateTimeOffset occurredAt, CancellationToken cancellationToken)
        where TEvent : class
    {
        if (events.Count <= FewEvents)
        {
            foreach (var (fact, aggregateId, version) in events)
                db.Emit(fact, aggregateId, version, occurredAt);
            return;
        }

        var (realmId, type, traceparent) = (db.ScopeRealm, EventName.Of<TEvent>(), Activity.Current?.Id);
        var rows = events.Select(one => new OutboxRow
        {
            MessageId = Guid.CreateVersion7(),
            RealmId = realmId,
            Type = type,
            AggregateId = one.AggregateId,
            Version = one.Version,
            OccurredAt = occurredAt,
            Payload = EventJson.Serialize(one.Fact),
            Traceparent = traceparent,
        });
        await RowCopy<OutboxRow>.Of(db.Model).Write(Connection(db), rows, cancellationToken);
    }

    /// <summary>As <see cref="ServiceDbContext.Schedule"/> for each.</summary>
    /// <param name="items">No two with the same key.</param>
    public static async Task ScheduleMany<TWork>(this ServiceDbContext db, IReadOnlyCollection<BulkDueWork> items, CancellationToken cancellationToken)
        where TWork : IDueWork
    {
        if (items.Count == 0)
            return;
        await using var command = new NpgsqlCommand(DueWorkChange.UpsertMany, Connection(db), (NpgsqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction())
        {
            Parameters =
            {
                new() { Value = db.ScopeRealm },
                new() { Value = TWork.Kind },
                new() { Value = items.Select(item => item.Key).ToArray() },
                new() { Value = items.Select(item => item.DueAt.ToUniversalTime()).ToArray() },
                new() { Value = items.Select(item => item.Payload is null ? null : EventJson.Serialize(item.Payload)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new() { Value = (object?)Activity.Current?.Id ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
        db.WakeFor(items.Min(item => item.DueAt));
    }

    /// <summary>As <see cref="ScheduleMany"/>, for keys that cannot be there yet, such as ids just made.</summary>
    public static async Task ScheduleNew<TWork>(this ServiceDbContext db, IReadOnlyCollection<BulkDueWork> items, CancellationToken cancellationToken)
        where TWork : IDueWork
    {
        if (items.Count == 0)
            return;
        await using (var copy = await BinaryCopy.Begin(Connection(db), DueWorkChange.CopyNew, cancellationToken))
        {
            foreach (var item in items)
            {
                copy.StartRow(columns: 6);
                copy.Write(db.ScopeRealm);
                copy.Write(TWork.Kind);
                copy.Write(item.Key);
                copy.Write(item.DueAt);
                copy.WriteOrNull(item.Payload is null ? null : EventJson.Serialize(item.Payload));
                copy.WriteOrNull(Activity.Current?.Id);
                await copy.EndRow();
            }

            await copy.Complete();
        }

        db.WakeFor(items.Min(item => item.DueAt));
    }

    private static NpgsqlConnection Connection(ServiceDbContext db) => db.Database.CurrentTransaction is null
        ? throw new InvalidOperationException("Bulk writes happen at once: open the transaction first that they are to be part of.")
        : (NpgsqlConnection)db.Database.GetDbConnection();
}
