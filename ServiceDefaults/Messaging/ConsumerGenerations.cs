using System.Collections.Frozen;

namespace ServiceDefaults.Messaging;

/// <summary>Generations of this service's reactions as last read; a rebuild raises one while the service runs.</summary>
internal sealed class ConsumerGenerations
{
    private volatile FrozenDictionary<string, int>? _generations;

    /// <summary>Null until they have been read: then only the database knows.</summary>
    public int? Of(ReactionQueue queue) =>
        _generations is { } read ? Math.Max(queue.Generation, read.GetValueOrDefault(queue.Name)) : null;

    public void Replace(IEnumerable<KeyValuePair<string, int>> generations) => _generations = generations.ToFrozenDictionary(StringComparer.Ordinal);
}
