#pragma warning disable EF1001 // As in PropertyReader.
using Microsoft.EntityFrameworkCore.ChangeTracking.Internal;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Internal;

namespace ServiceDefaults.Storage;

/// <summary>What an entity's properties were when it was read or saved last: a slot for each.</summary>
internal sealed class KeptValues(object?[] values) : ISnapshot
{
    public object? this[int index]
    {
        get => values[index];
        set => values[index] = value;
    }

    public T GetValue<T>(int index) => (T)values[index]!;

    /// <summary>Puts these in the place of what EF Core would compile for the entity; leaves to it an entity of which not every kept member has a reader (its navigations have none).</summary>
    public static void Install(RuntimeEntityType entity, IReadOnlyDictionary<IPropertyBase, PropertyReader> readers)
    {
        if (Readers(entity, readers, indexes => indexes.OriginalValueIndex) is { } originals)
            entity.SetOriginalValuesFactory(entry => new KeptValues(Array.ConvertAll(originals, reader => reader.Keep(entry))));
        if (Readers(entity, readers, indexes => indexes.RelationshipIndex) is { } keys)
            entity.SetRelationshipSnapshotFactory(entry => new KeptValues(Array.ConvertAll(keys, reader => reader.KeepKey(entry))));
    }

    /// <summary>In the order of the slots.</summary>
    private static PropertyReader[]? Readers(RuntimeEntityType entity, IReadOnlyDictionary<IPropertyBase, PropertyReader> readers, Func<PropertyIndexes, int> slot)
    {
        var kept = entity.GetSnapshottableMembers().Where(member => Slot(member) >= 0).OrderBy(Slot).ToList();
        var own = kept.Select(member => readers.GetValueOrDefault(member)).OfType<PropertyReader>().ToArray();
        return own.Length > 0 && own.Length == kept.Count ? own : null;

        int Slot(RuntimePropertyBase member) => slot(((IRuntimePropertyBase)member).PropertyIndexes);
    }
}
