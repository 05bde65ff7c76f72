using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Storefront.Api.Storage.Migrations
{
    /// <inheritdoc />
    public partial class SelfService : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "shop_quote_key",
                columns: table => new
                {
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shop_quote_key", x => x.realm_id);
                });

            migrationBuilder.CreateTable(
                name: "upgrade_settings",
                columns: table => new
                {
                    seller_id = table.Column<Guid>(type: "uuid", nullable: false),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    interval = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_upgrade_settings", x => x.seller_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_shop_order_buyer_id_status",
                table: "shop_order",
                columns: new[] { "buyer_id", "status" })
                .Annotation("Npgsql:IndexInclude", new[] { "realm_id", "seller_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "shop_quote_key");

            migrationBuilder.DropTable(
                name: "upgrade_settings");

            migrationBuilder.DropIndex(
                name: "ix_shop_order_buyer_id_status",
                table: "shop_order");
        }
    }
}
