using Microsoft.EntityFrameworkCore;
using Npgsql;
using Orgs.Api.Storage;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;
using Testing;

namespace Platform.Benchmarks.Hierarchy;

/// <summary>Orgs' own schema, by its own migrations, with one large tree in it.</summary>
public sealed class HierarchyDatabase : IAsyncDisposable
{
    public const int Organizations = 1_000_000;

    /// <summary>How many there are on each level, the operator first; the last one holds most, as a channel does.</summary>
    private static readonly int[] Levels = [1, 10, 40, 160, 640, 2_560, 10_000, 40_000, 160_000, 786_589];

    private HierarchyDatabase(string connectionString) => Source = NpgsqlDataSource.Create(connectionString);

    public NpgsqlDataSource Source { get; }

    public Guid Realm { get; } = Guid.CreateVersion7();

    public static async Task<HierarchyDatabase> CreateAsync()
    {
        var connectionString = await Servers.CreateDatabaseAsync("bench");
        await PlatformSchema.MigrateAsync(connectionString);
        await using (var db = new OrgsDbFactory().CreateDbContext([]))
        {
            db.Database.SetConnectionString(connectionString);
            await db.Database.MigrateAsync();
        }

        var database = new HierarchyDatabase(connectionString);
        await database.FillAsync();
        return database;
    }

    /// <summary>As a request has it: in the scope of one organisation.</summary>
    public OrgsDb Open(Guid organizationId)
    {
        var scope = new Scope();
        scope.EnterCaller(new Caller(Guid.Empty, organizationId, OrganizationKind.Partner, Role.Admin, Realm, IsLiveRealm: false, Guid.Empty, IsSuspended: false));
        return new OrgsDb(new DbContextOptionsBuilder<OrgsDb>().UseNpgsql(Source).Options, scope);
    }

    /// <summary>An organisation of each of many random paths, from the operator down to it.</summary>
    public async Task<IReadOnlyList<Guid[]>> SampleAsync(int count)
    {
        await using var command = Source.CreateCommand("SELECT path FROM organizations TABLESAMPLE SYSTEM (10) REPEATABLE (7) ORDER BY random() LIMIT $1");
        command.Parameters.Add(new NpgsqlParameter { Value = count });
        await using var reader = await command.ExecuteReaderAsync();
        var paths = new List<Guid[]>(count);
        while (await reader.ReadAsync())
            paths.Add(reader.GetFieldValue<Guid[]>(0));
        return paths;
    }

    public ValueTask DisposeAsync() => Source.DisposeAsync();

    private async Task FillAsync()
    {
        // Ids that rise with time, as UUIDv7 does: the number first, then what looks like chance.
        await ExecuteAsync(
            """
            CREATE FUNCTION bench_id(number bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
            $$ SELECT (lpad(to_hex(number), 12, '0') || '70008' || substr(md5(number::text), 1, 15))::uuid $$
            """);
        await ExecuteAsync("INSERT INTO realms (id, slug, name, kind, operator_id, created_at) VALUES ($1, 'bench', 'Bench', 'Sandbox', bench_id(1), now())", Realm);
        long first = 1, firstOfParents = 0, parents = 0;
        foreach (var size in Levels)
        {
            await ExecuteAsync(
                """
                INSERT INTO organizations (id, realm_id, kind, parent_id, slug, name, time_zone, currency, language, status, created_at, version)
                SELECT bench_id(number), $1, CASE WHEN $4 = 0 THEN 'Operator' ELSE 'Partner' END, CASE WHEN $4 > 0 THEN bench_id($3 + number % $4) END,
                       'organization-' || number, 'Organization ' || number, 'Etc/UTC', 'USD', 'en', 'Active', now(), 1
                FROM generate_series($2, $2 + $5 - 1) AS number
                """,
                Realm, first, firstOfParents, parents, (long)size);
            (firstOfParents, parents, first) = (first, size, first + size);
        }

        await ExecuteAsync("VACUUM ANALYZE organizations");
    }

    private async Task ExecuteAsync(string sql, params object[] parameters)
    {
        await using var command = Source.CreateCommand(sql);
        command.CommandTimeout = 900;
        foreach (var parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        await command.ExecuteNonQueryAsync();
    }
}
