using System.Collections.Immutable;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

internal static class SnapshotProperties
{
    /// <summary>Sets, or with null removes, one property.</summary>
    public static ImmutableArray<ResourcePropertySnapshot> With(
        this ImmutableArray<ResourcePropertySnapshot> properties,
        string name,
        object? value,
        bool isSensitive = false)
    {
        var others = properties.RemoveAll(p => p.Name == name);
        return value is null ? others : others.Add(new ResourcePropertySnapshot(name, value) { IsSensitive = isSensitive });
    }
}
