using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

namespace ServiceDefaults.Storage;

internal static class ServiceDbOptions
{
    /// <summary>The list of a service's migrations stands beside the mechanics' tables, out of the service's way.</summary>
    public static void Configure(NpgsqlDbContextOptionsBuilder npgsql) => npgsql.MigrationsHistoryTable("ef_migration", PlatformSchema.Name);
}
