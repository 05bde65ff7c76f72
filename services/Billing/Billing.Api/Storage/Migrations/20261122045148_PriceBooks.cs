using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Billing.Api.Storage.Migrations
{
    /// <inheritdoc />
    public partial class PriceBooks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "fee",
                table: "wholesale_prices",
                type: "text",
                nullable: false,
                defaultValue: "Plan");

            migrationBuilder.AddColumn<string>(
                name: "fee",
                table: "recommended_prices",
                type: "text",
                nullable: false,
                defaultValue: "Plan");

            migrationBuilder.CreateTable(
                name: "price_books",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    product_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_price_books", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "price_book_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    price_book_id = table.Column<Guid>(type: "uuid", nullable: false),
                    product_id = table.Column<Guid>(type: "uuid", nullable: false),
                    audience = table.Column<string>(type: "text", nullable: false),
                    connection_id = table.Column<Guid>(type: "uuid", nullable: true),
                    fee = table.Column<string>(type: "text", nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    interval = table.Column<string>(type: "text", nullable: false),
                    plan_length = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: true),
                    minor_units = table.Column<long>(type: "bigint", nullable: true),
                    basis_points = table.Column<int>(type: "integer", nullable: false),
                    from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    set_by_person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_price_book_entries", x => x.id);
                    table.ForeignKey(
                        name: "fk_price_book_entries_price_books_price_book_id",
                        column: x => x.price_book_id,
                        principalTable: "price_books",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_price_book_entries_connection_id",
                table: "price_book_entries",
                column: "connection_id");

            migrationBuilder.CreateIndex(
                name: "ix_price_book_entries_price_book_id_audience_connection_id_fee~",
                table: "price_book_entries",
                columns: new[] { "price_book_id", "audience", "connection_id", "fee", "currency", "interval", "plan_length", "number" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ix_price_book_entries_product_id_organization_id",
                table: "price_book_entries",
                columns: new[] { "product_id", "organization_id" });

            migrationBuilder.CreateIndex(
                name: "ix_price_books_organization_id_product_id",
                table: "price_books",
                columns: new[] { "organization_id", "product_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_price_books_product_id",
                table: "price_books",
                column: "product_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "price_book_entries");

            migrationBuilder.DropTable(
                name: "price_books");

            migrationBuilder.DropColumn(
                name: "fee",
                table: "wholesale_prices");

            migrationBuilder.DropColumn(
                name: "fee",
                table: "recommended_prices");
        }
    }
}
