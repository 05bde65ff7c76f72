using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Billing.Api.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Catalogue : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "charging",
                table: "products",
                type: "text",
                nullable: false,
                defaultValue: "Recurring");

            migrationBuilder.AddColumn<int>(
                name: "largest_quantity",
                table: "products",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "managed_by",
                table: "products",
                type: "text",
                nullable: false,
                defaultValue: "Operator");

            migrationBuilder.AddColumn<string>(
                name: "minimum_commitment",
                table: "products",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "provisioning",
                table: "products",
                type: "text",
                nullable: false,
                defaultValue: "Automatic");

            migrationBuilder.AddColumn<int>(
                name: "smallest_quantity",
                table: "products",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<string>(
                name: "tax_code",
                table: "products",
                type: "text",
                nullable: false,
                defaultValue: "standard");

            migrationBuilder.AddColumn<List<Guid>>(
                name: "upgrade_targets",
                table: "products",
                type: "uuid[]",
                nullable: false,
                defaultValueSql: "'{}'");

            migrationBuilder.CreateTable(
                name: "product_grants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seller_id = table.Column<Guid>(type: "uuid", nullable: false),
                    buyer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    granted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    granted_by_person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_product_grants", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ux_product_grants_reseller",
                table: "product_grants",
                column: "buyer_id",
                unique: true,
                filter: "revoked_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "product_grants");

            migrationBuilder.DropColumn(
                name: "charging",
                table: "products");

            migrationBuilder.DropColumn(
                name: "largest_quantity",
                table: "products");

            migrationBuilder.DropColumn(
                name: "managed_by",
                table: "products");

            migrationBuilder.DropColumn(
                name: "minimum_commitment",
                table: "products");

            migrationBuilder.DropColumn(
                name: "provisioning",
                table: "products");

            migrationBuilder.DropColumn(
                name: "smallest_quantity",
                table: "products");

            migrationBuilder.DropColumn(
                name: "tax_code",
                table: "products");

            migrationBuilder.DropColumn(
                name: "upgrade_targets",
                table: "products");
        }
    }
}
