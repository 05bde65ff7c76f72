using System.Reflection;
using Npgsql;

namespace ServiceDefaults.Storage;

/// <summary>The mechanics' own tables, which every service's database has in schema <c>platform</c>. Numbered scripts, each run once, in one transaction.</summary>
public static class PlatformSchema
{
    public const string Name = "platform";

    // Any fixed number: it only has to be the same in every process that migrates.
    private const long MigrationLock = 0x706C_6174_666F_726D;

    /// <summary>Brings the schema up to date. Safe to call again, from several processes at once, and while an older version of the service runs.</summary>
    public static async Task MigrateAsync(string connectionString, CancellationToken cancellationToken = default)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await Execute(connection, $"SELECT pg_advisory_xact_lock({MigrationLock})", cancellationToken);
        await Execute(connection, """
            CREATE SCHEMA IF NOT EXISTS platform;
            CREATE TABLE IF NOT EXISTS platform.schema_version (number integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
            """, cancellationToken);

        var applied = await Applied(connection, cancellationToken);
        foreach (var (number, name, sql) in Scripts().Where(script => !applied.Contains(script.Number)))
        {
            await Execute(connection, sql, cancellationToken);
            await using var record = new NpgsqlCommand("INSERT INTO platform.schema_version (number, name) VALUES ($1, $2)", connection)
            {
                Parameters = { new() { Value = number }, new() { Value = name } },
            };
            await record.ExecuteNonQueryAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
    }

    private static IEnumerable<(int Number, string Name, string Sql)> Scripts()
    {
        var assembly = Assembly.GetExecutingAssembly();
        const string folder = "ServiceDefaults.Storage.Scripts.";
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var name = resource[folder.Length..^".sql".Length];
            yield return (int.Parse(name.AsSpan(0, 4)), name, reader.ReadToEnd());
        }
    }

    private static async Task<HashSet<int>> Applied(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT number FROM platform.schema_version", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var numbers = new HashSet<int>();
        while (await reader.ReadAsync(cancellationToken))
            numbers.Add(reader.GetInt32(0));
        return numbers;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
