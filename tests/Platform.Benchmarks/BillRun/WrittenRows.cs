using System.Diagnostics;
using Npgsql;
using Testing;

namespace Platform.Benchmarks.BillRun;

/// <summary>
/// The yardstick: the very rows that a run inserted, taken out of the tables and copied back into them, empty but with the same indexes and constraints. No
/// reading, no arithmetic, not even encoding: the bytes go from a file to the server.
/// </summary>
public sealed class WrittenRows : IDisposable
{
    // An invoice before its lines, which refer to it.
    private static readonly string[] Tables = ["invoices", "charges", "ledger_entries", "platform.outbox", "platform.due_work"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("platform-billrun-");

    private WrittenRows()
    {
    }

    public long Rows { get; private set; }

    public static async Task<WrittenRows> TakeAsync(NpgsqlDataSource database, BilledChannel channel)
    {
        var written = new WrittenRows();
        await using var connection = await database.OpenConnectionAsync();
        foreach (var table in Tables)
        {
            await using var file = File.Create(written.FileOf(table));
            await using var rows = await connection.BeginRawBinaryCopyAsync($"COPY (SELECT * FROM {table} WHERE realm_id = '{channel.RealmId}') TO STDOUT (FORMAT BINARY)");
            await rows.CopyToAsync(file);
        }

        await using var count = new NpgsqlCommand(
            $"SELECT {string.Join(" + ", Tables.Select(table => $"(SELECT count(*) FROM {table} WHERE realm_id = '{channel.RealmId}')"))}", connection) { CommandTimeout = 0 };
        written.Rows = (long)(await count.ExecuteScalarAsync())!;
        return written;
    }

    /// <returns>Seconds that it takes to copy all of them back, in one transaction.</returns>
    public async Task<double> CopyBackAsync(NpgsqlDataSource database)
    {
        await using var connection = await database.OpenConnectionAsync();
        await EmptyAsync(connection);
        await BilledService.CheckpointAsync();

        var watch = Stopwatch.StartNew();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var table in Tables)
        {
            await using var file = File.OpenRead(FileOf(table));
            await using var rows = await connection.BeginRawBinaryCopyAsync($"COPY {table} FROM STDIN (FORMAT BINARY)");
            await file.CopyToAsync(rows);
        }

        await transaction.CommitAsync();
        return watch.Elapsed.TotalSeconds;
    }

    /// <summary>
    /// Without autovacuum from then on: looking into the middle of a copy it would find no row that counts, and a table that is said to be empty has its
    /// foreign keys checked by whatever index comes first.
    /// </summary>
    private static async Task EmptyAsync(NpgsqlConnection connection)
    {
        await using var batch = connection.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand("ALTER TABLE ledger_entries DISABLE TRIGGER append_only"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"TRUNCATE {string.Join(", ", Tables)} CASCADE"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("ALTER TABLE ledger_entries ENABLE TRIGGER append_only"));
        foreach (var table in Tables)
            batch.BatchCommands.Add(new NpgsqlBatchCommand($"ALTER TABLE {table} SET (autovacuum_enabled = off)"));
        await batch.ExecuteNonQueryAsync();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string FileOf(string table) => Path.Combine(_folder.FullName, table);
}
