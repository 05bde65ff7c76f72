using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Storefront.Api.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Counts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_subscription_assets",
                table: "subscription");

            migrationBuilder.DropIndex(
                name: "ix_subscription_buyer_id_status_id",
                table: "subscription");

            migrationBuilder.CreateTable(
                name: "shop_order_count",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seller_id = table.Column<Guid>(type: "uuid", nullable: false),
                    buyer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shop_order_count", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateTable(
                name: "subscription_count",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    connection_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seller_id = table.Column<Guid>(type: "uuid", nullable: false),
                    buyer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    is_under_main = table.Column<bool>(type: "boolean", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_subscription_count", x => x.id);
                })
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateIndex(
                name: "ix_subscription_add_ons",
                table: "subscription",
                columns: new[] { "buyer_id", "bought_at", "id" },
                filter: "kind = 'AddOn'");

            migrationBuilder.CreateIndex(
                name: "ix_subscription_assets",
                table: "subscription",
                columns: new[] { "buyer_id", "id" },
                filter: "kind = 'OneTime'");

            migrationBuilder.CreateIndex(
                name: "ix_subscription_buyer_id_product_id_bought_at_id",
                table: "subscription",
                columns: new[] { "buyer_id", "product_id", "bought_at", "id" },
                filter: "main_subscription_id IS NULL AND kind <> 'OneTime'")
                .Annotation("Npgsql:IndexInclude", new[] { "realm_id", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_subscription_buyer_id_status_bought_at_id",
                table: "subscription",
                columns: new[] { "buyer_id", "status", "bought_at", "id" },
                filter: "main_subscription_id IS NULL AND kind <> 'OneTime'");

            migrationBuilder.CreateIndex(
                name: "ix_subscription_buyer_id_status_id",
                table: "subscription",
                columns: new[] { "buyer_id", "status", "id" },
                filter: "main_subscription_id IS NULL AND kind <> 'OneTime'");

            migrationBuilder.CreateIndex(
                name: "ix_shop_order_count_buyer_id_seller_id_status",
                table: "shop_order_count",
                columns: new[] { "buyer_id", "seller_id", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_subscription_count_buyer_id_connection_id_status",
                table: "subscription_count",
                columns: new[] { "buyer_id", "connection_id", "status" });

            migrationBuilder.CreateIndex(
                name: "ix_subscription_count_seller_id",
                table: "subscription_count",
                column: "seller_id");

            migrationBuilder.KeepCounts();
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.StopCounting();
            migrationBuilder.DropTable(
                name: "shop_order_count");

            migrationBuilder.DropTable(
                name: "subscription_count");

            migrationBuilder.DropIndex(
                name: "ix_subscription_add_ons",
                table: "subscription");

            migrationBuilder.DropIndex(
                name: "ix_subscription_assets",
                table: "subscription");

            migrationBuilder.DropIndex(
                name: "ix_subscription_buyer_id_product_id_bought_at_id",
                table: "subscription");

            migrationBuilder.DropIndex(
                name: "ix_subscription_buyer_id_status_bought_at_id",
                table: "subscription");

            migrationBuilder.DropIndex(
                name: "ix_subscription_buyer_id_status_id",
                table: "subscription");

            migrationBuilder.CreateIndex(
                name: "ix_subscription_assets",
                table: "subscription",
                columns: new[] { "buyer_id", "id" },
                filter: "kind = 'OneTime'")
                .Annotation("Npgsql:IndexInclude", new[] { "realm_id", "seller_id" });

            migrationBuilder.CreateIndex(
                name: "ix_subscription_buyer_id_status_id",
                table: "subscription",
                columns: new[] { "buyer_id", "status", "id" },
                filter: "main_subscription_id IS NULL AND kind <> 'OneTime'")
                .Annotation("Npgsql:IndexInclude", new[] { "realm_id", "seller_id" });
        }
    }
}
