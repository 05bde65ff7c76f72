using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Storefront.Api.Storage.Migrations
{
    /// <inheritdoc />
    public partial class ShopReadModels : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "alias",
                table: "seller",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "parent_id",
                table: "seller",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "status",
                table: "seller",
                type: "text",
                nullable: false,
                defaultValue: "Active");

            migrationBuilder.AddColumn<string>(
                name: "charging",
                table: "product",
                type: "text",
                nullable: false,
                defaultValue: "Recurring");

            migrationBuilder.AddColumn<string>(
                name: "description",
                table: "product",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "product",
                type: "text",
                nullable: false,
                defaultValue: "Main");

            migrationBuilder.AddColumn<int>(
                name: "largest_quantity",
                table: "product",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "minimum_commitment",
                table: "product",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "provisioning",
                table: "product",
                type: "text",
                nullable: false,
                defaultValue: "Automatic");

            migrationBuilder.AddColumn<string>(
                name: "reseller_plan",
                table: "product",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "smallest_quantity",
                table: "product",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<Guid[]>(
                name: "upgrade_targets",
                table: "product",
                type: "uuid[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.CreateTable(
                name: "connection",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seller_id = table.Column<Guid>(type: "uuid", nullable: false),
                    buyer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    seller_name = table.Column<string>(type: "text", nullable: false),
                    buyer_name = table.Column<string>(type: "text", nullable: false),
                    seller_kind = table.Column<string>(type: "text", nullable: false),
                    buyer_kind = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_connection", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "realm",
                columns: table => new
                {
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    is_live = table.Column<bool>(type: "boolean", nullable: false),
                    operator_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_realm", x => x.realm_id);
                });

            migrationBuilder.CreateTable(
                name: "seller_price",
                columns: table => new
                {
                    seller_id = table.Column<Guid>(type: "uuid", nullable: false),
                    product_id = table.Column<Guid>(type: "uuid", nullable: false),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    prices = table.Column<string>(type: "jsonb", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_seller_price", x => new { x.seller_id, x.product_id });
                });

            migrationBuilder.CreateTable(
                name: "special_price",
                columns: table => new
                {
                    connection_id = table.Column<Guid>(type: "uuid", nullable: false),
                    product_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seller_id = table.Column<Guid>(type: "uuid", nullable: false),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    prices = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_special_price", x => new { x.connection_id, x.product_id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_connection_buyer_id_id",
                table: "connection",
                columns: new[] { "buyer_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_connection_seller_id_id",
                table: "connection",
                columns: new[] { "seller_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_special_price_seller_id_product_id",
                table: "special_price",
                columns: new[] { "seller_id", "product_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "connection");

            migrationBuilder.DropTable(
                name: "realm");

            migrationBuilder.DropTable(
                name: "seller_price");

            migrationBuilder.DropTable(
                name: "special_price");

            migrationBuilder.DropColumn(
                name: "alias",
                table: "seller");

            migrationBuilder.DropColumn(
                name: "parent_id",
                table: "seller");

            migrationBuilder.DropColumn(
                name: "status",
                table: "seller");

            migrationBuilder.DropColumn(
                name: "charging",
                table: "product");

            migrationBuilder.DropColumn(
                name: "description",
                table: "product");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "product");

            migrationBuilder.DropColumn(
                name: "largest_quantity",
                table: "product");

            migrationBuilder.DropColumn(
                name: "minimum_commitment",
                table: "product");

            migrationBuilder.DropColumn(
                name: "provisioning",
                table: "product");

            migrationBuilder.DropColumn(
                name: "reseller_plan",
                table: "product");

            migrationBuilder.DropColumn(
                name: "smallest_quantity",
                table: "product");

            migrationBuilder.DropColumn(
                name: "upgrade_targets",
                table: "product");
        }
    }
}
