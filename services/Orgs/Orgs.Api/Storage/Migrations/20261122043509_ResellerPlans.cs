using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Orgs.Api.Storage.Migrations
{
    /// <inheritdoc />
    public partial class ResellerPlans : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "plan_since",
                table: "organizations",
                type: "timestamp with time zone",
                nullable: true);

            // Until now a partner had the plan that it was created with.
            migrationBuilder.Sql("UPDATE organizations SET plan_since = created_at WHERE plan IS NOT NULL;");

            migrationBuilder.CreateTable(
                name: "shop_aliases",
                columns: table => new
                {
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    alias = table.Column<string>(type: "text", nullable: false),
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reserved_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shop_aliases", x => new { x.realm_id, x.alias });
                    table.ForeignKey(
                        name: "fk_shop_aliases_organizations_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organizations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_shop_aliases_organization_id",
                table: "shop_aliases",
                column: "organization_id",
                unique: true,
                filter: "reserved_until IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_shop_aliases_organization_id_reserved_until",
                table: "shop_aliases",
                columns: new[] { "organization_id", "reserved_until" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "shop_aliases");

            migrationBuilder.DropColumn(
                name: "plan_since",
                table: "organizations");
        }
    }
}
