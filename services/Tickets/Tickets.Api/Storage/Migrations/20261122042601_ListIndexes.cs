using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tickets.Api.Storage.Migrations
{
    /// <inheritdoc />
    public partial class ListIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:PostgresExtension:pg_trgm", ",,");

            migrationBuilder.CreateIndex(
                name: "ix_ticket_affected_organization_id_id",
                table: "ticket",
                columns: new[] { "affected_organization_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_ticket_assignee_id_status",
                table: "ticket",
                columns: new[] { "assignee_id", "status" },
                filter: "assignee_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_ticket_connection_id_id",
                table: "ticket",
                columns: new[] { "connection_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_ticket_seller_id_status",
                table: "ticket",
                columns: new[] { "seller_id", "status" })
                .Annotation("Npgsql:IndexInclude", new[] { "realm_id", "buyer_id", "priority", "assignee_id", "connection_id", "affected_organization_id" });

            migrationBuilder.CreateIndex(
                name: "ix_ticket_subject_body",
                table: "ticket",
                columns: new[] { "subject", "body" })
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops", "gin_trgm_ops" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_ticket_affected_organization_id_id",
                table: "ticket");

            migrationBuilder.DropIndex(
                name: "ix_ticket_assignee_id_status",
                table: "ticket");

            migrationBuilder.DropIndex(
                name: "ix_ticket_connection_id_id",
                table: "ticket");

            migrationBuilder.DropIndex(
                name: "ix_ticket_seller_id_status",
                table: "ticket");

            migrationBuilder.DropIndex(
                name: "ix_ticket_subject_body",
                table: "ticket");

            migrationBuilder.AlterDatabase()
                .OldAnnotation("Npgsql:PostgresExtension:pg_trgm", ",,");
        }
    }
}
