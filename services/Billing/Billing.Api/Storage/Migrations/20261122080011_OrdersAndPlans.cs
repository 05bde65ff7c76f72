using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Billing.Api.Storage.Migrations
{
    /// <inheritdoc />
    public partial class OrdersAndPlans : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "order_id",
                table: "subscriptions",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "reseller_plan",
                table: "subscriptions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "order_id",
                table: "requests",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "order_line_id",
                table: "requests",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "priced_at",
                table: "requests",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "reseller_plan",
                table: "products",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "orders",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seller_id = table.Column<Guid>(type: "uuid", nullable: false),
                    buyer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    connection_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<string>(type: "text", nullable: false),
                    placed_by = table.Column<string>(type: "text", nullable: false),
                    placed_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    heard_version = table.Column<long>(type: "bigint", nullable: false),
                    answer_version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_orders", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ux_subscriptions_live_plan",
                table: "subscriptions",
                column: "connection_id",
                unique: true,
                filter: "reseller_plan IS NOT NULL AND status <> 'Cancelled'");

            migrationBuilder.CreateIndex(
                name: "ix_requests_order_id",
                table: "requests",
                column: "order_id");

            migrationBuilder.CreateIndex(
                name: "ix_requests_order_line_id",
                table: "requests",
                column: "order_line_id",
                unique: true,
                filter: "order_line_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_orders_connection_id",
                table: "orders",
                column: "connection_id");

            migrationBuilder.AddForeignKey(
                name: "fk_requests_orders_order_id",
                table: "requests",
                column: "order_id",
                principalTable: "orders",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_requests_orders_order_id",
                table: "requests");

            migrationBuilder.DropTable(
                name: "orders");

            migrationBuilder.DropIndex(
                name: "ux_subscriptions_live_plan",
                table: "subscriptions");

            migrationBuilder.DropIndex(
                name: "ix_requests_order_id",
                table: "requests");

            migrationBuilder.DropIndex(
                name: "ix_requests_order_line_id",
                table: "requests");

            migrationBuilder.DropColumn(
                name: "order_id",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "reseller_plan",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "order_id",
                table: "requests");

            migrationBuilder.DropColumn(
                name: "order_line_id",
                table: "requests");

            migrationBuilder.DropColumn(
                name: "priced_at",
                table: "requests");

            migrationBuilder.DropColumn(
                name: "reseller_plan",
                table: "products");
        }
    }
}
