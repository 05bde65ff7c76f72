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

public sealed record DueWorkItem(Guid RealmId, string Key, DateTimeOffset DueAt, string? PayloadJson)
{
    /// <exception cref="InvalidOperationException">The item was scheduled without a payload.</exception>
    public T Payload<T>() => PayloadJson is null
        ? throw new InvalidOperationException($"Due work {Key} has no payload.")
        : JsonSerializer.Deserialize<T>(PayloadJson, EventJson.Options) ?? throw new InvalidOperationException($"Due work {Key} has a null payload.");
}
