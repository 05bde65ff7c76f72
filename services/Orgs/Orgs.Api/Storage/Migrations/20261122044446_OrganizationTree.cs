using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Orgs.Api.Storage.Migrations
{
    /// <inheritdoc />
    public partial class OrganizationTree : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:PostgresExtension:pg_trgm", ",,");

            migrationBuilder.AddColumn<Guid[]>(
                name: "path",
                table: "organizations",
                type: "uuid[]",
                nullable: false,
                defaultValue: new Guid[0]);

            // By the database, so that a version of the service that knows nothing of paths can still add organisations.
            migrationBuilder.Sql("""
                CREATE FUNCTION path_of_organization() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    NEW.path := coalesce((SELECT parent.path FROM organizations parent WHERE parent.id = NEW.parent_id), '{}') || NEW.id;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER path_from_parent BEFORE INSERT ON organizations FOR EACH ROW EXECUTE FUNCTION path_of_organization();

                WITH RECURSIVE tree AS (
                    SELECT id, ARRAY[id] AS path FROM organizations WHERE parent_id IS NULL
                    UNION ALL
                    SELECT child.id, tree.path || child.id FROM tree JOIN organizations child ON child.parent_id = tree.id
                )
                UPDATE organizations SET path = tree.path FROM tree WHERE tree.id = organizations.id;
                """);

            migrationBuilder.AddColumn<int>(
                name: "depth",
                table: "organizations",
                type: "integer",
                nullable: false,
                computedColumnSql: "cardinality(path)",
                stored: true);

            migrationBuilder.CreateIndex(
                name: "ix_organizations_depth_path",
                table: "organizations",
                columns: new[] { "depth", "path" });

            migrationBuilder.CreateIndex(
                name: "ix_organizations_name_slug",
                table: "organizations",
                columns: new[] { "name", "slug" })
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops", "gin_trgm_ops" });

            migrationBuilder.CreateIndex(
                name: "ix_connections_reference_number",
                table: "connections",
                column: "reference_number",
                filter: "reference_number IS NOT NULL")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_organizations_depth_path",
                table: "organizations");

            migrationBuilder.DropIndex(
                name: "ix_organizations_name_slug",
                table: "organizations");

            migrationBuilder.DropIndex(
                name: "ix_connections_reference_number",
                table: "connections");

            migrationBuilder.Sql("DROP TRIGGER path_from_parent ON organizations; DROP FUNCTION path_of_organization();");

            migrationBuilder.DropColumn(
                name: "depth",
                table: "organizations");

            migrationBuilder.DropColumn(
                name: "path",
                table: "organizations");

            migrationBuilder.AlterDatabase()
                .OldAnnotation("Npgsql:PostgresExtension:pg_trgm", ",,");
        }
    }
}
