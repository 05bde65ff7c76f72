using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Orgs.Api.Storage;
using ServiceDefaults.Storage;
using Testing;

namespace Orgs.Api.Tests;

public sealed class MigrationTests
{
    private const string OldRows = """
        INSERT INTO realms (id, slug, name, kind, operator_id, created_at) VALUES
            ('00000000-0000-7000-8000-000000000001', 'old', 'Old', 'Sandbox', '00000000-0000-7000-8000-00000000000a', '2025-01-01');
        INSERT INTO organizations (id, realm_id, kind, parent_id, slug, name, time_zone, currency, language, plan, status, created_at, version) VALUES
            ('00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-000000000001', 'Operator', NULL, 'operator', 'Operator', 'Etc/UTC', 'USD', 'en', NULL, 'Active', '2025-01-01', 1),
            ('00000000-0000-7000-8000-00000000000b', '00000000-0000-7000-8000-000000000001', 'Partner', '00000000-0000-7000-8000-00000000000a', 'p', 'P', 'Etc/UTC', 'USD', 'en', 'Basic', 'Active', '2025-02-01', 3),
            ('00000000-0000-7000-8000-00000000000c', '00000000-0000-7000-8000-000000000001', 'Customer', '00000000-0000-7000-8000-00000000000b', 'c', 'C', 'Etc/UTC', 'USD', 'en', NULL, 'Active', '2025-03-01', 1);
        """;

    // As the version before writes it: without a path.
    private const string RowOfTheVersionBefore = """
        INSERT INTO organizations (id, realm_id, kind, parent_id, slug, name, time_zone, currency, language, status, created_at, version) VALUES
            ('00000000-0000-7000-8000-00000000000d', '00000000-0000-7000-8000-000000000001', 'Customer', '00000000-0000-7000-8000-00000000000b', 'd', 'D', 'Etc/UTC', 'USD', 'en', 'Active', '2025-04-01', 1);
        """;

    [Fact]
    public async Task Migrate_PopulatedFirstVersion_FillsInPathsAndPlans()
    {
        var database = await Servers.CreateDatabaseAsync("orgs-migration");
        await PlatformSchema.MigrateAsync(database);
        await using var db = new OrgsDbFactory().CreateDbContext([]);
        db.Database.SetConnectionString(database);
        await db.GetService<IMigrator>().MigrateAsync("Initial");
        await using var source = NpgsqlDataSource.Create(database);
        await ExecuteAsync(source, OldRows);

        await db.Database.MigrateAsync();
        await ExecuteAsync(source, RowOfTheVersionBefore);

        await using var command = source.CreateCommand(
            "SELECT concat_ws(' ', slug, depth, (SELECT string_agg(right(id::text, 1), '') FROM unnest(path) AS id), plan_since::date) FROM organizations ORDER BY id");
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(0));
        }

        Assert.Equal(["operator 1 a", "p 2 ab 2025-02-01", "c 3 abc", "d 3 abd"], rows);
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
