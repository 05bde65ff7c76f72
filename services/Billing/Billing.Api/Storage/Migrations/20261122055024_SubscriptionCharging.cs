using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Billing.Api.Storage.Migrations
{
    /// <inheritdoc />
    public partial class SubscriptionCharging : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "charging",
                table: "subscriptions",
                type: "text",
                nullable: false,
                defaultValue: "Recurring");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "charging",
                table: "subscriptions");
        }
    }
}
