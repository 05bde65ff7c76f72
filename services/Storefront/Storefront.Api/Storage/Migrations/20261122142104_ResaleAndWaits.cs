using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Storefront.Api.Storage.Migrations
{
    /// <inheritdoc />
    public partial class ResaleAndWaits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "resale_terms",
                table: "product",
                type: "jsonb",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_subscription_product_id_bought_at",
                table: "subscription",
                columns: new[] { "product_id", "bought_at" });

            migrationBuilder.CreateIndex(
                name: "ix_subscription_without_list_price",
                table: "subscription",
                column: "product_id",
                filter: "list_price IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_shop_order_buyers_wait",
                table: "shop_order",
                columns: new[] { "buyer_id", "waits_for", "id" },
                filter: "waits_for IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_shop_order_sellers_wait",
                table: "shop_order",
                columns: new[] { "seller_id", "waits_for", "id" },
                filter: "waits_for IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_subscription_product_id_bought_at",
                table: "subscription");

            migrationBuilder.DropIndex(
                name: "ix_subscription_without_list_price",
                table: "subscription");

            migrationBuilder.DropIndex(
                name: "ix_shop_order_buyers_wait",
                table: "shop_order");

            migrationBuilder.DropIndex(
                name: "ix_shop_order_sellers_wait",
                table: "shop_order");

            migrationBuilder.DropColumn(
                name: "resale_terms",
                table: "product");
        }
    }
}
