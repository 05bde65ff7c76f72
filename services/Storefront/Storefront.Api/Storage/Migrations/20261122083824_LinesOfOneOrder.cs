using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Storefront.Api.Storage.Migrations
{
    /// <inheritdoc />
    public partial class LinesOfOneOrder : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_shop_order_line_shop_order_shop_order_id",
                table: "shop_order_line");

            migrationBuilder.DropIndex(
                name: "ix_shop_order_line_shop_order_id",
                table: "shop_order_line");

            migrationBuilder.DropColumn(
                name: "shop_order_id",
                table: "shop_order_line");

            migrationBuilder.AddColumn<long>(
                name: "order_version",
                table: "shop_order_step",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "order_version",
                table: "shop_order_step");

            migrationBuilder.AddColumn<Guid>(
                name: "shop_order_id",
                table: "shop_order_line",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_shop_order_line_shop_order_id",
                table: "shop_order_line",
                column: "shop_order_id");

            migrationBuilder.AddForeignKey(
                name: "fk_shop_order_line_shop_order_shop_order_id",
                table: "shop_order_line",
                column: "shop_order_id",
                principalTable: "shop_order",
                principalColumn: "id");
        }
    }
}
