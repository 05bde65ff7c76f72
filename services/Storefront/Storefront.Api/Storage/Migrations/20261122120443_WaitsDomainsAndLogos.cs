using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Storefront.Api.Storage.Migrations
{
    /// <inheritdoc />
    public partial class WaitsDomainsAndLogos : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_shop_custom_domain",
                table: "shop");

            migrationBuilder.AddColumn<string>(
                name: "waits_for",
                table: "shop_order",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "waits_since",
                table: "shop_order",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "custom_domain_confirmed_at",
                table: "shop",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "logo_url",
                table: "product",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "status",
                table: "correspondent",
                type: "text",
                nullable: false,
                defaultValue: "Active");

            migrationBuilder.CreateIndex(
                name: "ix_shop_order_waits_for_platform",
                table: "shop_order",
                column: "waits_for",
                filter: "waits_for IN ('Billing', 'PlanChange')");

            migrationBuilder.CreateIndex(
                name: "ix_shop_custom_domain",
                table: "shop",
                column: "custom_domain",
                unique: true,
                filter: "custom_domain_confirmed_at IS NOT NULL");

            // What was under way, in effect and suspended before stays that.
            migrationBuilder.Sql(
                """
                UPDATE shop_order SET waits_since = coalesce(approved_at, submitted_at),
                    waits_for = CASE WHEN status = 'PendingApproval' THEN 'Decision' WHEN NOT is_accepted THEN 'Billing' WHEN is_plan_ordered THEN 'PlanChange' ELSE 'Delivery' END
                WHERE ended_at IS NULL;
                UPDATE shop SET custom_domain_confirmed_at = now() WHERE custom_domain IS NOT NULL;
                UPDATE correspondent SET status = seller.status FROM seller WHERE seller.id = correspondent.id;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_shop_order_waits_for_platform",
                table: "shop_order");

            migrationBuilder.DropIndex(
                name: "ix_shop_custom_domain",
                table: "shop");

            migrationBuilder.DropColumn(
                name: "waits_for",
                table: "shop_order");

            migrationBuilder.DropColumn(
                name: "waits_since",
                table: "shop_order");

            migrationBuilder.DropColumn(
                name: "custom_domain_confirmed_at",
                table: "shop");

            migrationBuilder.DropColumn(
                name: "logo_url",
                table: "product");

            migrationBuilder.DropColumn(
                name: "status",
                table: "correspondent");

            migrationBuilder.CreateIndex(
                name: "ix_shop_custom_domain",
                table: "shop",
                column: "custom_domain",
                unique: true);
        }
    }
}
