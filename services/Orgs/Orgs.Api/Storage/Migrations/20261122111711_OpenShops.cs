using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Orgs.Api.Storage.Migrations
{
    /// <inheritdoc />
    public partial class OpenShops : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "open_shops",
                columns: table => new
                {
                    seller_id = table.Column<Guid>(type: "uuid", nullable: false),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    address = table.Column<string>(type: "text", nullable: true),
                    told_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_open_shops", x => x.seller_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_open_shops_address",
                table: "open_shops",
                column: "address");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "open_shops");
        }
    }
}
