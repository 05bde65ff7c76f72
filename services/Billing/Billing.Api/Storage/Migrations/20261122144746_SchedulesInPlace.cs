using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Billing.Api.Storage.Migrations
{
    /// <inheritdoc />
    public partial class SchedulesInPlace : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_billing_schedules_connection_id_next_charge_at",
                table: "billing_schedules");

            migrationBuilder.AlterTable(
                name: "billing_schedules")
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateIndex(
                name: "ix_billing_schedules_connection_id",
                table: "billing_schedules",
                column: "connection_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_billing_schedules_connection_id",
                table: "billing_schedules");

            migrationBuilder.AlterTable(
                name: "billing_schedules")
                .OldAnnotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateIndex(
                name: "ix_billing_schedules_connection_id_next_charge_at",
                table: "billing_schedules",
                columns: new[] { "connection_id", "next_charge_at" });
        }
    }
}
