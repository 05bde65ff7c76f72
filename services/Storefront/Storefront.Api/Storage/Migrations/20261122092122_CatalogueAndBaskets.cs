using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Storefront.Api.Storage.Migrations
{
    /// <inheritdoc />
    public partial class CatalogueAndBaskets : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "description",
                table: "published_product",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "group_id",
                table: "published_product",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "name",
                table: "published_product",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "position",
                table: "published_product",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "description",
                table: "listing",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "group_id",
                table: "listing",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "name",
                table: "listing",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "position",
                table: "listing",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "basket",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    connection_id = table.Column<Guid>(type: "uuid", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_order_number = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_basket", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "catalogue_group",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seller_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_catalogue_group", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "basket_line",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    basket_id = table.Column<Guid>(type: "uuid", nullable: false),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    product_id = table.Column<Guid>(type: "uuid", nullable: false),
                    quantity = table.Column<int>(type: "integer", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    interval = table.Column<string>(type: "text", nullable: false),
                    plan_length = table.Column<string>(type: "text", nullable: false),
                    main_line_id = table.Column<Guid>(type: "uuid", nullable: true),
                    main_subscription_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_basket_line", x => x.id);
                    table.ForeignKey(
                        name: "fk_basket_line_basket_basket_id",
                        column: x => x.basket_id,
                        principalTable: "basket",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_published_product_seller_id_position_product_id",
                table: "published_product",
                columns: new[] { "seller_id", "position", "product_id" });

            migrationBuilder.CreateIndex(
                name: "ix_listing_group_id",
                table: "listing",
                column: "group_id");

            migrationBuilder.CreateIndex(
                name: "ix_basket_organization_id_connection_id",
                table: "basket",
                columns: new[] { "organization_id", "connection_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_basket_line_basket_id",
                table: "basket_line",
                column: "basket_id");

            migrationBuilder.CreateIndex(
                name: "ix_catalogue_group_seller_id_name",
                table: "catalogue_group",
                columns: new[] { "seller_id", "name" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "basket_line");

            migrationBuilder.DropTable(
                name: "catalogue_group");

            migrationBuilder.DropTable(
                name: "basket");

            migrationBuilder.DropIndex(
                name: "ix_published_product_seller_id_position_product_id",
                table: "published_product");

            migrationBuilder.DropIndex(
                name: "ix_listing_group_id",
                table: "listing");

            migrationBuilder.DropColumn(
                name: "description",
                table: "published_product");

            migrationBuilder.DropColumn(
                name: "group_id",
                table: "published_product");

            migrationBuilder.DropColumn(
                name: "name",
                table: "published_product");

            migrationBuilder.DropColumn(
                name: "position",
                table: "published_product");

            migrationBuilder.DropColumn(
                name: "description",
                table: "listing");

            migrationBuilder.DropColumn(
                name: "group_id",
                table: "listing");

            migrationBuilder.DropColumn(
                name: "name",
                table: "listing");

            migrationBuilder.DropColumn(
                name: "position",
                table: "listing");
        }
    }
}
