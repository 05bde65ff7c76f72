using Npgsql;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace ServiceDefaults.Storage;

/// <summary>Reads what every process keeps in memory from the mechanics' tables.</summary>
internal sealed class PlatformState(NpgsqlDataSource database, RealmOffsets offsets, DeniedSessions denied, ConsumerGenerations generations)
{
    public async Task Refresh(CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT realm_id, ahead_by FROM platform.realm_clock"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT session_id, until FROM platform.denied_session WHERE until > clock_timestamp()"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT name, generation FROM platform.consumer"));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        offsets.Replace(await Pairs<Guid, TimeSpan>(reader, cancellationToken));
        await reader.NextResultAsync(cancellationToken);
        denied.Replace(await Pairs<Guid, DateTimeOffset>(reader, cancellationToken));
        await reader.NextResultAsync(cancellationToken);
        generations.Replace(await Pairs<string, int>(reader, cancellationToken));
    }

    private static async Task<List<KeyValuePair<TKey, TValue>>> Pairs<TKey, TValue>(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var pairs = new List<KeyValuePair<TKey, TValue>>();
        while (await reader.ReadAsync(cancellationToken))
            pairs.Add(KeyValuePair.Create(reader.GetFieldValue<TKey>(0), reader.GetFieldValue<TValue>(1)));
        return pairs;
    }
}
