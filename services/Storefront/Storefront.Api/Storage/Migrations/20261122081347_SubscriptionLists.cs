using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Storefront.Api.Storage.Migrations
{
    /// <inheritdoc />
    public partial class SubscriptionLists : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_purchase_main_subscription_id_at_subscription_id_version",
                table: "purchase");

            migrationBuilder.AddColumn<long>(
                name: "list_price",
                table: "subscription",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "id",
                table: "purchase",
                type: "uuid",
                nullable: false,
                defaultValueSql: "gen_random_uuid()");

            migrationBuilder.AddColumn<DateOnly>(
                name: "next_change_on",
                table: "subscription",
                type: "date",
                nullable: false,
                computedColumnSql: "coalesce(scheduled_on, 'infinity')",
                stored: true);

            migrationBuilder.CreateIndex(
                name: "ix_subscription_assets",
                table: "subscription",
                columns: new[] { "buyer_id", "id" },
                filter: "kind = 'OneTime'")
                .Annotation("Npgsql:IndexInclude", new[] { "realm_id", "seller_id" });

            migrationBuilder.CreateIndex(
                name: "ix_subscription_buyer_id_bought_at_id",
                table: "subscription",
                columns: new[] { "buyer_id", "bought_at", "id" },
                filter: "main_subscription_id IS NULL AND kind <> 'OneTime'");

            migrationBuilder.CreateIndex(
                name: "ix_subscription_buyer_id_next_change_on_id",
                table: "subscription",
                columns: new[] { "buyer_id", "next_change_on", "id" },
                filter: "main_subscription_id IS NULL AND kind <> 'OneTime'");

            migrationBuilder.CreateIndex(
                name: "ix_subscription_buyer_id_product_name_id",
                table: "subscription",
                columns: new[] { "buyer_id", "product_name", "id" },
                filter: "main_subscription_id IS NULL AND kind <> 'OneTime'");

            migrationBuilder.CreateIndex(
                name: "ix_subscription_buyer_id_quantity_id",
                table: "subscription",
                columns: new[] { "buyer_id", "quantity", "id" },
                filter: "main_subscription_id IS NULL AND kind <> 'OneTime'");

            migrationBuilder.CreateIndex(
                name: "ix_subscription_buyer_id_status_id",
                table: "subscription",
                columns: new[] { "buyer_id", "status", "id" },
                filter: "main_subscription_id IS NULL AND kind <> 'OneTime'")
                .Annotation("Npgsql:IndexInclude", new[] { "realm_id", "seller_id" });

            migrationBuilder.CreateIndex(
                name: "ix_subscription_seller_id_bought_at_id",
                table: "subscription",
                columns: new[] { "seller_id", "bought_at", "id" },
                filter: "main_subscription_id IS NULL AND kind <> 'OneTime'");

            migrationBuilder.CreateIndex(
                name: "ix_purchase_main_subscription_id_at_id",
                table: "purchase",
                columns: new[] { "main_subscription_id", "at", "id" },
                filter: "kind IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_subscription_assets",
                table: "subscription");

            migrationBuilder.DropIndex(
                name: "ix_subscription_buyer_id_bought_at_id",
                table: "subscription");

            migrationBuilder.DropIndex(
                name: "ix_subscription_buyer_id_next_change_on_id",
                table: "subscription");

            migrationBuilder.DropIndex(
                name: "ix_subscription_buyer_id_product_name_id",
                table: "subscription");

            migrationBuilder.DropIndex(
                name: "ix_subscription_buyer_id_quantity_id",
                table: "subscription");

            migrationBuilder.DropIndex(
                name: "ix_subscription_buyer_id_status_id",
                table: "subscription");

            migrationBuilder.DropIndex(
                name: "ix_subscription_seller_id_bought_at_id",
                table: "subscription");

            migrationBuilder.DropIndex(
                name: "ix_purchase_main_subscription_id_at_id",
                table: "purchase");

            migrationBuilder.DropColumn(
                name: "next_change_on",
                table: "subscription");

            migrationBuilder.DropColumn(
                name: "list_price",
                table: "subscription");

            migrationBuilder.DropColumn(
                name: "id",
                table: "purchase");

            migrationBuilder.CreateIndex(
                name: "ix_purchase_main_subscription_id_at_subscription_id_version",
                table: "purchase",
                columns: new[] { "main_subscription_id", "at", "subscription_id", "version" },
                filter: "kind IS NOT NULL");
        }
    }
}
