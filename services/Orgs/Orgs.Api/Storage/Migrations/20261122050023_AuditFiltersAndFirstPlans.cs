using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Orgs.Api.Storage.Migrations
{
    /// <inheritdoc />
    public partial class AuditFiltersAndFirstPlans : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "first_plan_currency",
                table: "invitations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "first_plan_length",
                table: "invitations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "first_plan_product_id",
                table: "invitations",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_organization_id_at",
                table: "audit_entries",
                columns: new[] { "organization_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_organization_id_person_id_id",
                table: "audit_entries",
                columns: new[] { "organization_id", "person_id", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_audit_entries_organization_id_at",
                table: "audit_entries");

            migrationBuilder.DropIndex(
                name: "ix_audit_entries_organization_id_person_id_id",
                table: "audit_entries");

            migrationBuilder.DropColumn(
                name: "first_plan_currency",
                table: "invitations");

            migrationBuilder.DropColumn(
                name: "first_plan_length",
                table: "invitations");

            migrationBuilder.DropColumn(
                name: "first_plan_product_id",
                table: "invitations");
        }
    }
}
