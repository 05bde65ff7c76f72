using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Storefront.Api.Storage.Migrations
{
    /// <inheritdoc />
    public partial class PurchaseHistory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // What is known already is told again, and gets its kind then.
            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "subscription",
                type: "text",
                nullable: false,
                defaultValue: "Main");

            migrationBuilder.AddColumn<Guid>(
                name: "main_subscription_id",
                table: "subscription",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "order_id",
                table: "subscription",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "plan_length",
                table: "subscription",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "reseller_plan",
                table: "subscription",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "scheduled_on",
                table: "subscription",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "scheduled_quantity",
                table: "subscription",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "purchase",
                columns: table => new
                {
                    subscription_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seller_id = table.Column<Guid>(type: "uuid", nullable: false),
                    buyer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    main_subscription_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    product_id = table.Column<Guid>(type: "uuid", nullable: false),
                    product_name = table.Column<string>(type: "text", nullable: false),
                    quantity = table.Column<int>(type: "integer", nullable: false),
                    is_cancelled = table.Column<bool>(type: "boolean", nullable: false),
                    unit_price = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    interval = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: true),
                    quantity_change = table.Column<int>(type: "integer", nullable: false),
                    previous_product_name = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_purchase", x => new { x.subscription_id, x.version });
                });

            migrationBuilder.CreateTable(
                name: "undecided_request",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    connection_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seller_id = table.Column<Guid>(type: "uuid", nullable: false),
                    buyer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subscription_id = table.Column<Guid>(type: "uuid", nullable: false),
                    proposed_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    is_undecided = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_undecided_request", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_subscription_main_subscription_id",
                table: "subscription",
                column: "main_subscription_id",
                filter: "main_subscription_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_subscription_seller_id_id",
                table: "subscription",
                columns: new[] { "seller_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_purchase_main_subscription_id_at_subscription_id_version",
                table: "purchase",
                columns: new[] { "main_subscription_id", "at", "subscription_id", "version" },
                filter: "kind IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_undecided_request_subscription_id",
                table: "undecided_request",
                column: "subscription_id",
                filter: "is_undecided");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "purchase");

            migrationBuilder.DropTable(
                name: "undecided_request");

            migrationBuilder.DropIndex(
                name: "ix_subscription_main_subscription_id",
                table: "subscription");

            migrationBuilder.DropIndex(
                name: "ix_subscription_seller_id_id",
                table: "subscription");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "subscription");

            migrationBuilder.DropColumn(
                name: "main_subscription_id",
                table: "subscription");

            migrationBuilder.DropColumn(
                name: "order_id",
                table: "subscription");

            migrationBuilder.DropColumn(
                name: "plan_length",
                table: "subscription");

            migrationBuilder.DropColumn(
                name: "reseller_plan",
                table: "subscription");

            migrationBuilder.DropColumn(
                name: "scheduled_on",
                table: "subscription");

            migrationBuilder.DropColumn(
                name: "scheduled_quantity",
                table: "subscription");
        }
    }
}
