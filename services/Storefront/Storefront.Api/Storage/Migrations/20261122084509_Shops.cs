using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Storefront.Api.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Shops : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "shop",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    is_operator = table.Column<bool>(type: "boolean", nullable: false),
                    parent_id = table.Column<Guid>(type: "uuid", nullable: true),
                    plan = table.Column<string>(type: "text", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    alias = table.Column<string>(type: "text", nullable: true),
                    organization_name = table.Column<string>(type: "text", nullable: false),
                    organization_version = table.Column<long>(type: "bigint", nullable: false),
                    is_open = table.Column<bool>(type: "boolean", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    name = table.Column<string>(type: "text", nullable: true),
                    primary_color = table.Column<string>(type: "text", nullable: true),
                    accent_color = table.Column<string>(type: "text", nullable: true),
                    support_email = table.Column<string>(type: "text", nullable: true),
                    support_phone = table.Column<string>(type: "text", nullable: true),
                    welcome_text = table.Column<string>(type: "text", nullable: true),
                    custom_domain = table.Column<string>(type: "text", nullable: true),
                    logo_hash = table.Column<string>(type: "text", nullable: true),
                    logo_type = table.Column<string>(type: "text", nullable: true),
                    logo_size = table.Column<int>(type: "integer", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shop", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "shop_logo_chunk",
                columns: table => new
                {
                    shop_id = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<string>(type: "text", nullable: false),
                    index = table.Column<int>(type: "integer", nullable: false),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bytes = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shop_logo_chunk", x => new { x.shop_id, x.hash, x.index });
                });

            migrationBuilder.CreateIndex(
                name: "ix_shop_custom_domain",
                table: "shop",
                column: "custom_domain",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_shop_parent_id",
                table: "shop",
                column: "parent_id");

            migrationBuilder.CreateIndex(
                name: "ix_shop_realm_id_alias",
                table: "shop",
                columns: new[] { "realm_id", "alias" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "shop");

            migrationBuilder.DropTable(
                name: "shop_logo_chunk");
        }
    }
}
