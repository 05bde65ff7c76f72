using System.Collections.Concurrent;
using System.Threading.Channels;

namespace ServiceDefaults.Messaging;

/// <summary>
/// Events that this process has just committed, on their way to the broker without being read back from the outbox. What does not fit, or fails, is
/// still in the outbox, whose reader takes what was not sent within a few seconds.
/// </summary>
internal sealed class FreshEvents
{
    private const int Most = 10_000;

    private readonly Channel<OutboxMessage> _waiting = Channel.CreateBounded<OutboxMessage>(new BoundedChannelOptions(Most) { SingleReader = true });
    private readonly ConcurrentDictionary<long, bool> _known = new();

    public void Add(IReadOnlyList<OutboxMessage> committed)
    {
        foreach (var message in committed)
        {
            _known[message.Id] = true;
            if (!_waiting.Writer.TryWrite(message))
                Forget(message.Id);
        }
    }

    public IAsyncEnumerable<OutboxMessage> ReadAll(CancellationToken cancellationToken) => _waiting.Reader.ReadAllAsync(cancellationToken);

    /// <summary>True from the commit until it is marked as sent, or given back to the outbox.</summary>
    public bool Has(long id) => _known.ContainsKey(id);

    public void Forget(long id) => _known.TryRemove(id, out _);
}
