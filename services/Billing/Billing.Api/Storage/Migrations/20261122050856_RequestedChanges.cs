using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Billing.Api.Storage.Migrations
{
    /// <inheritdoc />
    public partial class RequestedChanges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "main_subscription_id",
                table: "subscriptions",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "scheduled_on",
                table: "subscriptions",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "scheduled_quantity",
                table: "subscriptions",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "status_before_cancellation",
                table: "subscriptions",
                type: "text",
                nullable: true);

            migrationBuilder.AlterColumn<DateTimeOffset>(
                name: "submitted_at",
                table: "requests",
                type: "timestamp with time zone",
                nullable: true,
                oldClrType: typeof(DateTimeOffset),
                oldType: "timestamp with time zone");

            migrationBuilder.AlterColumn<DateTimeOffset>(
                name: "expires_at",
                table: "requests",
                type: "timestamp with time zone",
                nullable: true,
                oldClrType: typeof(DateTimeOffset),
                oldType: "timestamp with time zone");

            migrationBuilder.AddColumn<string>(
                name: "change",
                table: "requests",
                type: "text",
                nullable: false,
                defaultValue: "Create");

            migrationBuilder.AddColumn<Guid>(
                name: "counter_of_id",
                table: "requests",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "effective",
                table: "requests",
                type: "text",
                nullable: false,
                defaultValue: "Now");

            migrationBuilder.AddColumn<DateOnly>(
                name: "effective_on",
                table: "requests",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "failure_at",
                table: "requests",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "failure_code",
                table: "requests",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "failure_detail",
                table: "requests",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "main_subscription_id",
                table: "requests",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "per",
                table: "billing_schedules",
                type: "text",
                nullable: false,
                defaultValue: "Unit");

            migrationBuilder.CreateTable(
                name: "audit_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    action = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    before = table.Column<string>(type: "jsonb", nullable: true),
                    after = table.Column<string>(type: "jsonb", nullable: true),
                    reason = table.Column<string>(type: "text", nullable: true),
                    ip_address = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    realm_time = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_entries", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "quote_keys",
                columns: table => new
                {
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_quote_keys", x => x.realm_id);
                });

            migrationBuilder.CreateTable(
                name: "scheduled_changes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seller_id = table.Column<Guid>(type: "uuid", nullable: false),
                    buyer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subscription_id = table.Column<Guid>(type: "uuid", nullable: false),
                    request_id = table.Column<Guid>(type: "uuid", nullable: false),
                    quantity_after = table.Column<int>(type: "integer", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    agreed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_scheduled_changes", x => x.id);
                    table.ForeignKey(
                        name: "fk_scheduled_changes_subscriptions_subscription_id",
                        column: x => x.subscription_id,
                        principalTable: "subscriptions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "subscription_history",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seller_id = table.Column<Guid>(type: "uuid", nullable: false),
                    buyer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subscription_id = table.Column<Guid>(type: "uuid", nullable: false),
                    @event = table.Column<string>(name: "event", type: "text", nullable: false),
                    before = table.Column<string>(type: "jsonb", nullable: true),
                    after = table.Column<string>(type: "jsonb", nullable: false),
                    status_before = table.Column<string>(type: "text", nullable: true),
                    status_after = table.Column<string>(type: "text", nullable: false),
                    effective_on = table.Column<DateOnly>(type: "date", nullable: true),
                    request_id = table.Column<Guid>(type: "uuid", nullable: true),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    organization_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_subscription_history", x => x.id);
                    table.ForeignKey(
                        name: "fk_subscription_history_subscriptions_subscription_id",
                        column: x => x.subscription_id,
                        principalTable: "subscriptions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_main_subscription_id",
                table: "subscriptions",
                column: "main_subscription_id");

            migrationBuilder.CreateIndex(
                name: "ux_requests_undecided_change",
                table: "requests",
                column: "subscription_id",
                unique: true,
                filter: "status IN ('Pending', 'Approved')");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_organization_id_id",
                table: "audit_entries",
                columns: new[] { "organization_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_subject_id_id",
                table: "audit_entries",
                columns: new[] { "subject_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ux_scheduled_changes_pending",
                table: "scheduled_changes",
                column: "subscription_id",
                unique: true,
                filter: "status = 'Pending'");

            migrationBuilder.CreateIndex(
                name: "ix_subscription_history_subscription_id_id",
                table: "subscription_history",
                columns: new[] { "subscription_id", "id" });

            migrationBuilder.AddForeignKey(
                name: "fk_subscriptions_subscriptions_main_subscription_id",
                table: "subscriptions",
                column: "main_subscription_id",
                principalTable: "subscriptions",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            // A wholesale fee for the account was kept as quantity 1; from now on the schedule says so itself.
            migrationBuilder.Sql("""
                UPDATE billing_schedules SET per = products.reseller_subscription_per
                FROM products
                WHERE products.id = billing_schedules.product_id AND billing_schedules.end_account_name IS NOT NULL AND products.reseller_subscription_per IS NOT NULL;
                """);

            // What was written down is append-only for everybody who comes through the service, bugs included.
            migrationBuilder.Sql("""
                CREATE FUNCTION refuse_change_of_history() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'What happened is not changed: % of % is refused.', TG_OP, TG_TABLE_NAME;
                END $$;
                CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
                FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
                CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON subscription_history
                FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_subscriptions_subscriptions_main_subscription_id",
                table: "subscriptions");

            migrationBuilder.DropTable(
                name: "audit_entries");

            migrationBuilder.DropTable(
                name: "quote_keys");

            migrationBuilder.DropTable(
                name: "scheduled_changes");

            migrationBuilder.DropTable(
                name: "subscription_history");

            migrationBuilder.Sql("DROP FUNCTION refuse_change_of_history();");

            migrationBuilder.DropIndex(
                name: "ix_subscriptions_main_subscription_id",
                table: "subscriptions");

            migrationBuilder.DropIndex(
                name: "ux_requests_undecided_change",
                table: "requests");

            migrationBuilder.DropColumn(
                name: "main_subscription_id",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "scheduled_on",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "scheduled_quantity",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "status_before_cancellation",
                table: "subscriptions");

            migrationBuilder.DropColumn(
                name: "change",
                table: "requests");

            migrationBuilder.DropColumn(
                name: "counter_of_id",
                table: "requests");

            migrationBuilder.DropColumn(
                name: "effective",
                table: "requests");

            migrationBuilder.DropColumn(
                name: "effective_on",
                table: "requests");

            migrationBuilder.DropColumn(
                name: "failure_at",
                table: "requests");

            migrationBuilder.DropColumn(
                name: "failure_code",
                table: "requests");

            migrationBuilder.DropColumn(
                name: "failure_detail",
                table: "requests");

            migrationBuilder.DropColumn(
                name: "main_subscription_id",
                table: "requests");

            migrationBuilder.DropColumn(
                name: "per",
                table: "billing_schedules");

            migrationBuilder.AlterColumn<DateTimeOffset>(
                name: "submitted_at",
                table: "requests",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)),
                oldClrType: typeof(DateTimeOffset),
                oldType: "timestamp with time zone",
                oldNullable: true);

            migrationBuilder.AlterColumn<DateTimeOffset>(
                name: "expires_at",
                table: "requests",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)),
                oldClrType: typeof(DateTimeOffset),
                oldType: "timestamp with time zone",
                oldNullable: true);
        }
    }
}
