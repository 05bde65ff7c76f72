using System.Threading.Channels;
using Npgsql;

namespace ServiceDefaults.Messaging;

/// <summary>Marks events as sent, many in one statement. A mark that is lost only has its event sent again.</summary>
internal sealed class SentMarks(NpgsqlDataSource database, FreshEvents fresh)
{
    private const int Most = 1_000;

    // Nobody waits for a mark: gathering for this long makes one statement of what would be ten.
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(10);

    private readonly Channel<long> _sent = Channel.CreateUnbounded<long>(new UnboundedChannelOptions { SingleReader = true });

    public void Add(long id) => _sent.Writer.TryWrite(id);

    /// <summary>Waits for the next marks and writes them.</summary>
    public async Task WriteNext(CancellationToken cancellationToken)
    {
        await _sent.Reader.WaitToReadAsync(cancellationToken);
        await Task.Delay(Gather, cancellationToken);
        await WriteGathered(cancellationToken);
    }

    public async Task WriteGathered(CancellationToken cancellationToken)
    {
        var ids = new List<long>();
        while (ids.Count < Most && _sent.Reader.TryRead(out var id))
            ids.Add(id);
        if (ids.Count == 0)
            return;
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await Write(connection, [.. ids], cancellationToken);
        }
        finally
        {
            ids.ForEach(fresh.Forget);
        }
    }

    public static async Task Write(NpgsqlConnection connection, long[] ids, CancellationToken cancellationToken)
    {
        // Without waiting for the disk, in this transaction alone: a database that falls over right after it has the events sent again.
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand("SELECT set_config('synchronous_commit', 'off', true)"),
                new NpgsqlBatchCommand("UPDATE platform.outbox SET published_at = clock_timestamp() WHERE id = ANY($1)") { Parameters = { new() { Value = ids } } },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
