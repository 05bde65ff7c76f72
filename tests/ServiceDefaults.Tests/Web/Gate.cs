using System.Collections.Concurrent;
using Testing;

namespace ServiceDefaults.Tests.Web;

/// <summary>Holds an operation at a known place, so that a test decides what happens meanwhile.</summary>
public sealed class Gate
{
    private readonly ConcurrentDictionary<string, (TaskCompletionSource Arrived, TaskCompletionSource Opened)> _closed = new(StringComparer.Ordinal);

    public void Close(string name) => _closed[name] = (Source(), Source());

    public Task Arrival(string name) => _closed[name].Arrived.Task.WaitAsync(Eventually.DefaultDeadline);

    public void Open(string name) => _closed[name].Opened.SetResult();

    public Task Pass(string name)
    {
        if (!_closed.TryGetValue(name, out var gate))
            return Task.CompletedTask;
        gate.Arrived.TrySetResult();
        return gate.Opened.Task.WaitAsync(Eventually.DefaultDeadline);
    }

    private static TaskCompletionSource Source() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
