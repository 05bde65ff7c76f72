using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Billing.Api.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Usage : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "charging",
                table: "billing_schedules",
                type: "text",
                nullable: false,
                defaultValue: "Recurring");

            migrationBuilder.CreateTable(
                name: "usage_rates",
                columns: table => new
                {
                    schedule_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seller_id = table.Column<Guid>(type: "uuid", nullable: false),
                    buyer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    connection_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subscription_id = table.Column<Guid>(type: "uuid", nullable: false),
                    price_source = table.Column<string>(type: "text", nullable: false),
                    price_version = table.Column<int>(type: "integer", nullable: false),
                    unit_price_currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    unit_price_minor_units = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_usage_rates", x => new { x.schedule_id, x.kind });
                    table.ForeignKey(
                        name: "fk_usage_rates_billing_schedules_schedule_id",
                        column: x => x.schedule_id,
                        principalTable: "billing_schedules",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "usage_tallies",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seller_id = table.Column<Guid>(type: "uuid", nullable: false),
                    buyer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    connection_id = table.Column<Guid>(type: "uuid", nullable: false),
                    schedule_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    price_source = table.Column<string>(type: "text", nullable: false),
                    price_version = table.Column<int>(type: "integer", nullable: false),
                    events = table.Column<int>(type: "integer", nullable: false),
                    first_on = table.Column<DateOnly>(type: "date", nullable: false),
                    last_on = table.Column<DateOnly>(type: "date", nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    unit_price_currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    unit_price_minor_units = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_usage_tallies", x => x.id);
                    table.ForeignKey(
                        name: "fk_usage_tallies_billing_schedules_schedule_id",
                        column: x => x.schedule_id,
                        principalTable: "billing_schedules",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_usage_rates_connection_id",
                table: "usage_rates",
                column: "connection_id");

            migrationBuilder.CreateIndex(
                name: "ix_usage_rates_subscription_id",
                table: "usage_rates",
                column: "subscription_id");

            migrationBuilder.CreateIndex(
                name: "ix_usage_tallies_connection_id",
                table: "usage_tallies",
                column: "connection_id",
                filter: "closed_at IS NULL");

            // One open tally for each price. Not in the model: EF has no indexes over a complex property's columns.
            migrationBuilder.Sql(
                """
                CREATE UNIQUE INDEX ux_usage_tallies_open ON usage_tallies
                    (schedule_id, kind, unit_price_currency, unit_price_minor_units, price_source, price_version) WHERE closed_at IS NULL
                """);

            migrationBuilder.CreateIndex(
                name: "ix_usage_tallies_schedule_id",
                table: "usage_tallies",
                column: "schedule_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "usage_rates");

            migrationBuilder.DropTable(
                name: "usage_tallies");

            migrationBuilder.DropColumn(
                name: "charging",
                table: "billing_schedules");
        }
    }
}
