using System.Collections.Frozen;

namespace ServiceDefaults.Security;

/// <summary>Sessions that were ended while tokens of theirs are still valid. In memory, current within two seconds.</summary>
public sealed class DeniedSessions(TimeProvider wallClock)
{
    private volatile FrozenDictionary<Guid, DateTimeOffset> _until = FrozenDictionary<Guid, DateTimeOffset>.Empty;

    public bool Contains(Guid sessionId) => _until.TryGetValue(sessionId, out var until) && until > wallClock.GetUtcNow();

    internal void Replace(IEnumerable<KeyValuePair<Guid, DateTimeOffset>> sessions) => _until = sessions.ToFrozenDictionary();
}
