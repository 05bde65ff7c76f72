using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using ServiceDefaults.Storage;
using Testing;
using Tickets.Api.Storage;

namespace Tickets.Api.Tests;

public sealed class MigrationTests
{
    private const string OldRows = """
        INSERT INTO connection (id, realm_id, seller_id, buyer_id, status, version) VALUES
            ('00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-00000000000b', '00000000-0000-7000-8000-00000000000c', 'Active', 3);
        INSERT INTO ticket (id, realm_id, connection_id, seller_id, buyer_id, affected_organization_id, number, subject, body, status, priority, requester_id, requester_organization_id,
            taken_up, comment_count, created_at, updated_at, version)
        SELECT gen_random_uuid(), realm_id, id, seller_id, buyer_id, buyer_id, 1, 'Old', 'Older', 'Open', 'High', buyer_id, buyer_id, false, 0, '2025-01-01', '2025-01-01', 1 FROM connection;
        INSERT INTO ticket_change (id, realm_id, seller_id, buyer_id, ticket_id, ticket_version, field, before, after, at)
        SELECT gen_random_uuid(), realm_id, seller_id, buyer_id, id, 2, 'Priority', 'low', 'high', '2025-01-02' FROM ticket;
        """;

    // As the version before writes it: it knows one kind of connection only.
    private const string RowOfTheVersionBefore = """
        INSERT INTO connection (id, realm_id, seller_id, buyer_id, status, version) VALUES
            ('00000000-0000-7000-8000-00000000000d', '00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-00000000000b', '00000000-0000-7000-8000-00000000000e', 'Active', 1);
        """;

    [Fact]
    public async Task Migrate_PopulatedFirstVersion_KeepsItsRowsAndTakesItsWriters()
    {
        var database = await Servers.CreateDatabaseAsync("tickets-migration");
        await PlatformSchema.MigrateAsync(database);
        await using var db = new TicketsDbFactory().CreateDbContext([]);
        db.Database.SetConnectionString(database);
        await db.GetService<IMigrator>().MigrateAsync("Initial", TestContext.Current.CancellationToken);
        await using var source = NpgsqlDataSource.Create(database);
        await ExecuteAsync(source, OldRows);

        await db.Database.MigrateAsync(TestContext.Current.CancellationToken);
        await ExecuteAsync(source, RowOfTheVersionBefore);

        await using var command = source.CreateCommand(
            """
            SELECT concat_ws(' ', (SELECT string_agg(kind, ',') FROM connection), (SELECT subject FROM ticket WHERE body ILIKE '%lde%'), (SELECT count(*) FROM ticket_change WHERE escalation_id IS NULL))
            """);
        Assert.Equal("Commercial,Commercial Old 1", (string)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!);
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
