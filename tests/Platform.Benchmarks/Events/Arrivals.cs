using System.Collections.Concurrent;
using System.Diagnostics;

namespace Platform.Benchmarks.Events;

/// <summary>When each event was committed by its writer, and when its effect was committed by its reader: one clock, since both are in this process.</summary>
public sealed class Arrivals
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<Guid, Moments> events = new();
    private TaskCompletionSource allHandled = new();
    private int outstanding;

    /// <summary>Begins anew with these events.</summary>
    /// <returns>Completes when each was handled.</returns>
    public Task Expect(IReadOnlyList<Guid> ids)
    {
        events.Clear();
        foreach (var id in ids)
            events[id] = new Moments();
        outstanding = ids.Count;
        allHandled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return allHandled.Task.WaitAsync(Patience);
    }

    public void Committed(Guid id) => events[id].Committed = Stopwatch.GetTimestamp();

    /// <summary>A second effect of the same event fails the bench: speed without the promise is not what is measured.</summary>
    public void Handled(Guid id)
    {
        var handled = Stopwatch.GetTimestamp();
        if (!events.TryGetValue(id, out var moments) || Interlocked.CompareExchange(ref moments.Handled, handled, 0) != 0)
            allHandled.TrySetException(new InvalidOperationException($"The event {id} had its effect twice."));
        else if (Interlocked.Decrement(ref outstanding) == 0)
            allHandled.TrySetResult();
    }

    /// <summary>Milliseconds from commit to handled. The reader may commit before the writer has heard of its own commit: that counts as nothing.</summary>
    public IEnumerable<double> Latencies() =>
        events.Values.Select(moments => Math.Max(0, Stopwatch.GetElapsedTime(moments.Committed, moments.Handled).TotalMilliseconds));

    private sealed class Moments
    {
        public long Committed;
        public long Handled;
    }
}
