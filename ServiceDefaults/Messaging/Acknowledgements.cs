using RabbitMQ.Client;

namespace ServiceDefaults.Messaging;

/// <summary>
/// Tells the broker what is settled on a channel. Deliveries are numbered as they come, and one acknowledgement takes all up to a number: a batch with
/// nothing unsettled before it costs a single one.
/// </summary>
internal sealed class Acknowledgements(IChannel channel) : IDisposable
{
    private readonly SortedSet<ulong> _unsettled = [];
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    public void Received(ulong tag)
    {
        lock (_unsettled)
            _unsettled.Add(tag);
    }

    /// <param name="tags">In the order in which they came.</param>
    public async Task Acknowledge(IReadOnlyList<ulong> tags, CancellationToken cancellationToken)
    {
        // What is found to be first and what is sent for it must not be overtaken: the broker closes the channel on a number that it has settled.
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            var firstUnsettled = Settle(tags);
            var together = tags.LastOrDefault(tag => tag < firstUnsettled);
            if (together > 0)
                await channel.BasicAckAsync(together, multiple: true, cancellationToken);
            foreach (var tag in tags.Where(tag => tag > together))
                await channel.BasicAckAsync(tag, multiple: false, cancellationToken);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>Gives one back to its queue.</summary>
    public async Task Return(ulong tag)
    {
        await _oneAtATime.WaitAsync(CancellationToken.None);
        try
        {
            Settle([tag]);
            await channel.BasicNackAsync(tag, multiple: false, requeue: true, CancellationToken.None);
        }
        catch (Exception) when (!channel.IsOpen)
        {
            // It has gone back with the channel.
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private ulong Settle(IReadOnlyList<ulong> tags)
    {
        lock (_unsettled)
        {
            _unsettled.ExceptWith(tags);
            return _unsettled.Count == 0 ? ulong.MaxValue : _unsettled.Min;
        }
    }
}
