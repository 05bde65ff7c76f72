using System.Collections.Frozen;

namespace ServiceDefaults.Time;

/// <summary>How far each sandbox is ahead of the wall clock, or behind (negative) if it began in the past; a realm that is not listed runs with it.</summary>
public sealed class RealmOffsets
{
    private volatile FrozenDictionary<Guid, TimeSpan> _offsets = FrozenDictionary<Guid, TimeSpan>.Empty;

    public TimeSpan Of(Guid realmId) => _offsets.GetValueOrDefault(realmId);

    internal void Replace(IEnumerable<KeyValuePair<Guid, TimeSpan>> offsets) => _offsets = offsets.ToFrozenDictionary();
}
