using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Tickets.Api.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Escalations : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "escalation_id",
                table: "ticket_change",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "connection",
                type: "text",
                nullable: false,
                defaultValue: "Commercial");

            migrationBuilder.CreateTable(
                name: "escalation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seller_id = table.Column<Guid>(type: "uuid", nullable: false),
                    buyer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ticket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    twin_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    escalated_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    escalated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    ended_by_organization_id = table.Column<Guid>(type: "uuid", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_escalation", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "realm",
                columns: table => new
                {
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    operator_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_realm", x => x.realm_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_connection_support",
                table: "connection",
                columns: new[] { "seller_id", "buyer_id" },
                unique: true,
                filter: "kind = 'Support'");

            migrationBuilder.CreateIndex(
                name: "ix_escalation_open",
                table: "escalation",
                column: "ticket_id",
                unique: true,
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_escalation_ticket_id_id",
                table: "escalation",
                columns: new[] { "ticket_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_escalation_twin_id",
                table: "escalation",
                column: "twin_id",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "escalation");

            migrationBuilder.DropTable(
                name: "realm");

            migrationBuilder.DropIndex(
                name: "ix_connection_support",
                table: "connection");

            migrationBuilder.DropColumn(
                name: "escalation_id",
                table: "ticket_change");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "connection");
        }
    }
}
