using Npgsql;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace ServiceDefaults.Storage;

/// <summary>Reads what every process keeps in memory from the mechanics' tables.</summary>
internal sealed class PlatformState(NpgsqlDataSource database, RealmOffsets offsets, DeniedSessions denied)
{
    public async Task Refresh(CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT realm_id, ahead_by FROM platform.realm_clock"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT session_id, until FROM platform.denied_session WHERE until > clock_timestamp()"));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        offsets.Replace(await Pairs<TimeSpan>(reader, cancellationToken));
        await reader.NextResultAsync(cancellationToken);
        denied.Replace(await Pairs<DateTimeOffset>(reader, cancellationToken));
    }

    private static async Task<List<KeyValuePair<Guid, TValue>>> Pairs<TValue>(NpgsqlDataReader reader, CancellationToken cancellationToken)
    {
        var pairs = new List<KeyValuePair<Guid, TValue>>();
        while (await reader.ReadAsync(cancellationToken))
            pairs.Add(KeyValuePair.Create(reader.GetGuid(0), reader.GetFieldValue<TValue>(1)));
        return pairs;
    }
}
