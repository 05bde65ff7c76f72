using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace ServiceDefaults.Audit;

/// <summary>What a service needs to keep an audit: the trail, the table, and what keeps the table from being changed.</summary>
public static class AuditStorage
{
    public static void AddAudit(this IServiceCollection services)
    {
        services.AddHttpContextAccessor();
        services.AddScoped<AuditTrail>();
    }

    /// <summary>Read by organisation, and by subject. The service adds what else it filters by.</summary>
    public static EntityTypeBuilder<AuditEntry> MapAudit(this ModelBuilder model)
    {
        var entry = model.Entity<AuditEntry>();
        entry.ToTable("audit_entries");
        entry.HasIndex(row => new { row.OrganizationId, row.Id });
        entry.HasIndex(row => new { row.SubjectId, row.Id });
        entry.Property(row => row.Before).HasColumnType("jsonb");
        entry.Property(row => row.After).HasColumnType("jsonb");
        return entry;
    }

    /// <summary>In the migration that makes a table of what happened: it is append-only for everybody who comes through the service, bugs included.</summary>
    public static void RefuseChanges(this MigrationBuilder migration, string table)
    {
        migration.Sql("""
            CREATE OR REPLACE FUNCTION refuse_change_of_history() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'What happened is not changed: % of % is refused.', TG_OP, TG_TABLE_NAME;
            END $$;
            """);
        migration.Sql($"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();");
    }
}
