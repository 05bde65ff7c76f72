using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Orgs.Api.Storage.Migrations
{
    /// <inheritdoc />
    public partial class SettlingClockJobs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Jobs made before began by moving the clock.
            migrationBuilder.AddColumn<string>(
                name: "phase",
                table: "clock_jobs",
                type: "text",
                nullable: false,
                defaultValue: "Moving");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "phase",
                table: "clock_jobs");
        }
    }
}
