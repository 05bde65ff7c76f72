using System.Collections.Concurrent;

namespace ServiceDefaults.Messaging;

/// <summary>How many deliveries of each realm this process has been handed and has not settled.</summary>
internal sealed class InFlight
{
    private readonly ConcurrentDictionary<Guid, int> _working = new();

    public int Of(Guid realmId) => _working.GetValueOrDefault(realmId);

    public bool IsIdle(Guid realmId) => Of(realmId) == 0;

    public IDisposable Enter(Guid realmId)
    {
        _working.AddOrUpdate(realmId, 1, static (_, count) => count + 1);
        return new Work(this, realmId);
    }

    private sealed class Work(InFlight inFlight, Guid realmId) : IDisposable
    {
        public void Dispose() => inFlight._working.AddOrUpdate(realmId, 0, static (_, count) => count - 1);
    }
}
