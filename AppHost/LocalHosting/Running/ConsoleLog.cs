using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

/// <summary>The last lines of one console, and those who follow it.</summary>
internal sealed class ConsoleLog(ILogger? forwardTo)
{
    // What the dashboard keeps per resource by default.
    private const int Capacity = 10_000;

    private readonly Lock gate = new();
    private readonly Queue<LogLine> lines = new();
    private readonly List<Channel<LogLine>> followers = [];
    private int written;
    private bool completed;

    public void Append(string content, bool isError)
    {
        lock (gate)
        {
            var line = new LogLine(++written, content, isError);
            lines.Enqueue(line);
            if (lines.Count > Capacity)
            {
                lines.Dequeue();
            }

            foreach (var follower in followers)
            {
                follower.Writer.TryWrite(line);
            }
        }

        forwardTo?.Log(isError ? LogLevel.Error : LogLevel.Information, "{Line}", WithoutTime(content));
    }

    public void Complete()
    {
        lock (gate)
        {
            completed = true;
            followers.ForEach(f => f.Writer.TryComplete());
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(bool follow, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateUnbounded<LogLine>(new UnboundedChannelOptions { SingleReader = true });
        LogLine[] existing;
        lock (gate)
        {
            existing = [.. lines];
            if (!follow || completed)
            {
                channel.Writer.Complete();
            }

            followers.Add(channel);
        }

        try
        {
            if (existing.Length > 0)
            {
                yield return existing;
            }

            while (await channel.Reader.WaitToReadAsync(cancellationToken))
            {
                var batch = new List<LogLine>();
                while (channel.Reader.TryRead(out var line))
                {
                    batch.Add(line);
                }

                yield return batch;
            }
        }
        finally
        {
            lock (gate)
            {
                followers.Remove(channel);
            }
        }
    }

    private static string WithoutTime(string content) => content.IndexOf(' ', StringComparison.Ordinal) is var space and > 0 ? content[(space + 1)..] : content;
}
