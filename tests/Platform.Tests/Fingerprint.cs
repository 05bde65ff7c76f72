using Npgsql;
using Testing;

namespace Platform.Tests;

/// <summary>Every row of every service's own tables, in one text: two are equal exactly if nothing changed in between.</summary>
internal static class Fingerprint
{
    /// <summary>What a refused call may touch: when a session was last used, and failed sign-ins.</summary>
    private static readonly string[] Housekeeping = ["sessions", "sign_in_failures", "people"];

    /// <summary>Once what was told to other services before has arrived there: when every event is out, and two looks are equal.</summary>
    public static async Task<string> SettledAsync(RunningSystem system, Guid realm)
    {
        var last = "";
        await Eventually.Async(
            async () =>
            {
                var previous = last;
                last = await OfAsync(system, realm);
                return last == previous && await UnpublishedAsync(system, realm) == 0;
            },
            because: "nothing should be under way any more");
        return last;
    }

    public static async Task<string> OfAsync(RunningSystem system, Guid realm)
    {
        var parts = new List<string>();
        foreach (var service in system.Facts.Databases.Keys.Order(StringComparer.Ordinal))
        {
            await using var database = NpgsqlDataSource.Create(system.DatabaseOf(service));
            foreach (var table in await TablesAsync(database))
            {
                await using var rows = database.CreateCommand(
                    $"SELECT count(*) || ':' || coalesce(sum(hashtextextended(row::text, 0)), 0) FROM public.\"{table}\" row WHERE realm_id = $1");
                rows.Parameters.Add(new NpgsqlParameter { Value = realm });
                parts.Add($"{service}.{table} {await rows.ExecuteScalarAsync()}");
            }
        }

        return string.Join('\n', parts);
    }

    private static async Task<long> UnpublishedAsync(RunningSystem system, Guid realm)
    {
        var waiting = 0L;
        foreach (var service in system.Facts.Databases.Keys)
        {
            await using var database = NpgsqlDataSource.Create(system.DatabaseOf(service));
            await using var events = database.CreateCommand("SELECT count(*) FROM platform.outbox WHERE published_at IS NULL AND realm_id = $1");
            events.Parameters.Add(new NpgsqlParameter { Value = realm });
            waiting += (long)(await events.ExecuteScalarAsync())!;
        }

        return waiting;
    }

    private static async Task<List<string>> TablesAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'realm_id' AND NOT table_name = ANY($1) ORDER BY 1");
        command.Parameters.Add(new NpgsqlParameter { Value = Housekeeping });
        await using var reader = await command.ExecuteReaderAsync();
        var tables = new List<string>();
        while (await reader.ReadAsync())
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }
}
