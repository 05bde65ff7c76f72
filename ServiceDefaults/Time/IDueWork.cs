using System.Text.Json;
using ServiceDefaults.Messaging;

namespace ServiceDefaults.Time;

/// <summary>Work that falls due at a point of realm time. It runs with <see cref="RealmClock.Now"/> = its due time, in one transaction with its own removal.</summary>
public interface IDueWork
{
    /// <summary>Stands in the table, so it outlives renaming the class: kebab-case, unique in the service.</summary>
    static abstract string Kind { get; }

    Task Run(DueWorkItem item, CancellationToken cancellationToken);
}

/// <summary>
/// Work of which many items fall due at one instant and are cheaper together. Items of one instant are independent of each other: batches of it run side by
/// side, in this process and in other replicas. When a batch fails, its parts are run by themselves, down to the one item that is to blame.
/// </summary>
public interface IBatchedDueWork : IDueWork
{
    /// <summary>Items in one batch, which is one transaction.</summary>
    static abstract int MostAtOnce { get; }

    /// <param name="items">At least one, all of one realm and due at one instant, which is now.</param>
    Task RunAll(IReadOnlyList<DueWorkItem> items, CancellationToken cancellationToken);

    /// <summary>As <see cref="RunAll"/>, for work whose items may be much larger than usual: what would make the transaction too long is left for the next one.</summary>
    /// <returns>Items that were left, never all of them. They stay due.</returns>
    async Task<IReadOnlyList<DueWorkItem>> RunSome(IReadOnlyList<DueWorkItem> items, CancellationToken cancellationToken)
    {
        await RunAll(items, cancellationToken);
        return [];
    }

    Task IDueWork.Run(DueWorkItem item, CancellationToken cancellationToken) => RunAll([item], cancellationToken);
}

public sealed record DueWorkItem(Guid RealmId, string Key, DateTimeOffset DueAt, string? PayloadJson)
{
    /// <exception cref="InvalidOperationException">The item was scheduled without a payload.</exception>
    public T Payload<T>() => PayloadJson is null
        ? throw new InvalidOperationException($"Due work {Key} has no payload.")
        : JsonSerializer.Deserialize<T>(PayloadJson, EventJson.Options) ?? throw new InvalidOperationException($"Due work {Key} has a null payload.");
}
