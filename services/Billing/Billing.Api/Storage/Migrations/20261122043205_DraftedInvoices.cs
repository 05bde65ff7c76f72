using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Billing.Api.Storage.Migrations
{
    /// <inheritdoc />
    public partial class DraftedInvoices : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ux_charges_subscription_edge_period",
                table: "charges");

            migrationBuilder.AlterColumn<Guid>(
                name: "recorded_by_person_id",
                table: "payments",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<string>(
                name: "method",
                table: "payments",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "country",
                table: "organizations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "legal_name",
                table: "organizations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "tax_id",
                table: "organizations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "amount_credited_currency",
                table: "invoices",
                type: "character varying(3)",
                maxLength: 3,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "amount_credited_minor_units",
                table: "invoices",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<bool>(
                name: "is_reverse_charge",
                table: "invoices",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "net_currency",
                table: "invoices",
                type: "character varying(3)",
                maxLength: 3,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "net_minor_units",
                table: "invoices",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "order_number",
                table: "invoices",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "overdue_at",
                table: "invoices",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)));

            migrationBuilder.AddColumn<string>(
                name: "tax_currency",
                table: "invoices",
                type: "character varying(3)",
                maxLength: 3,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "tax_minor_units",
                table: "invoices",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<string>(
                name: "accounts_payable_email",
                table: "connections",
                type: "text",
                nullable: true);

            migrationBuilder.AlterColumn<Guid>(
                name: "invoice_id",
                table: "charges",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<Guid>(
                name: "credit_note_id",
                table: "charges",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "key",
                table: "charges",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "charges",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "tax_currency",
                table: "charges",
                type: "character varying(3)",
                maxLength: 3,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<long>(
                name: "tax_minor_units",
                table: "charges",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<decimal>(
                name: "tax_percent",
                table: "charges",
                type: "numeric(6,3)",
                precision: 6,
                scale: 3,
                nullable: false,
                defaultValue: 0m);

            migrationBuilder.AddColumn<string>(
                name: "tax_code",
                table: "billing_schedules",
                type: "text",
                nullable: false,
                defaultValue: "standard");

            migrationBuilder.CreateTable(
                name: "credit_balances",
                columns: table => new
                {
                    connection_id = table.Column<Guid>(type: "uuid", nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seller_id = table.Column<Guid>(type: "uuid", nullable: false),
                    buyer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    minor_units = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_credit_balances", x => new { x.connection_id, x.currency });
                    table.CheckConstraint("ck_credit_balances_not_negative", "minor_units >= 0");
                });

            migrationBuilder.CreateTable(
                name: "credit_note_counters",
                columns: table => new
                {
                    seller_id = table.Column<Guid>(type: "uuid", nullable: false),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    last = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_credit_note_counters", x => x.seller_id);
                });

            migrationBuilder.CreateTable(
                name: "credit_notes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seller_id = table.Column<Guid>(type: "uuid", nullable: false),
                    buyer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    connection_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    invoice_id = table.Column<Guid>(type: "uuid", nullable: true),
                    type = table.Column<string>(type: "text", nullable: false),
                    issued_on = table.Column<DateOnly>(type: "date", nullable: false),
                    issued_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    net_currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    net_minor_units = table.Column<long>(type: "bigint", nullable: false),
                    tax_currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    tax_minor_units = table.Column<long>(type: "bigint", nullable: false),
                    to_balance_currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    to_balance_minor_units = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_credit_notes", x => x.id);
                    table.ForeignKey(
                        name: "fk_credit_notes_invoices_invoice_id",
                        column: x => x.invoice_id,
                        principalTable: "invoices",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tax_rates",
                columns: table => new
                {
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    country = table.Column<string>(type: "text", nullable: false),
                    tax_code = table.Column<string>(type: "text", nullable: false),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    percent = table.Column<decimal>(type: "numeric(6,3)", precision: 6, scale: 3, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tax_rates", x => new { x.organization_id, x.country, x.tax_code });
                });

            migrationBuilder.CreateTable(
                name: "credit_note_lines",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seller_id = table.Column<Guid>(type: "uuid", nullable: false),
                    buyer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    credit_note_id = table.Column<Guid>(type: "uuid", nullable: false),
                    charge_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    tax_percent = table.Column<decimal>(type: "numeric(6,3)", precision: 6, scale: 3, nullable: false),
                    net_currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    net_minor_units = table.Column<long>(type: "bigint", nullable: false),
                    tax_currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    tax_minor_units = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_credit_note_lines", x => x.id);
                    table.ForeignKey(
                        name: "fk_credit_note_lines_charges_charge_id",
                        column: x => x.charge_id,
                        principalTable: "charges",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_credit_note_lines_credit_notes_credit_note_id",
                        column: x => x.credit_note_id,
                        principalTable: "credit_notes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            // What was issued so far was charged once for each period, without tax.
            migrationBuilder.Sql(
                """
                UPDATE charges SET
                    kind = 'Recurring', key = 'r:' || subscription_id || ':' || to_char(period_start, 'YYYY-MM-DD'), tax_currency = amount_currency;
                UPDATE invoices SET
                    net_currency = amount_due_currency, net_minor_units = amount_due_minor_units, tax_currency = amount_due_currency,
                    amount_credited_currency = amount_due_currency,
                    overdue_at = (due_on + 1)::timestamp AT TIME ZONE
                        coalesce((SELECT time_zone FROM organizations WHERE organizations.id = invoices.seller_id), 'UTC');
                UPDATE payments SET method = 'Manual';
                """);

            migrationBuilder.CreateIndex(
                name: "ix_charges_credit_note_id",
                table: "charges",
                column: "credit_note_id");

            migrationBuilder.CreateIndex(
                name: "ix_charges_subscription_id_period_start",
                table: "charges",
                columns: new[] { "subscription_id", "period_start" });

            migrationBuilder.CreateIndex(
                name: "ux_charges_connection_key",
                table: "charges",
                columns: new[] { "connection_id", "key" },
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_charges_one_document",
                table: "charges",
                sql: "num_nonnulls(invoice_id, credit_note_id) = 1");

            migrationBuilder.CreateIndex(
                name: "ix_credit_note_lines_charge_id",
                table: "credit_note_lines",
                column: "charge_id");

            migrationBuilder.CreateIndex(
                name: "ix_credit_note_lines_credit_note_id",
                table: "credit_note_lines",
                column: "credit_note_id");

            migrationBuilder.CreateIndex(
                name: "ix_credit_notes_buyer_id_id",
                table: "credit_notes",
                columns: new[] { "buyer_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_credit_notes_connection_id",
                table: "credit_notes",
                column: "connection_id");

            migrationBuilder.CreateIndex(
                name: "ix_credit_notes_invoice_id",
                table: "credit_notes",
                column: "invoice_id");

            migrationBuilder.CreateIndex(
                name: "ix_credit_notes_seller_id_id",
                table: "credit_notes",
                columns: new[] { "seller_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_credit_notes_seller_id_number",
                table: "credit_notes",
                columns: new[] { "seller_id", "number" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_charges_credit_notes_credit_note_id",
                table: "charges",
                column: "credit_note_id",
                principalTable: "credit_notes",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_charges_credit_notes_credit_note_id",
                table: "charges");

            migrationBuilder.DropTable(
                name: "credit_balances");

            migrationBuilder.DropTable(
                name: "credit_note_counters");

            migrationBuilder.DropTable(
                name: "credit_note_lines");

            migrationBuilder.DropTable(
                name: "tax_rates");

            migrationBuilder.DropTable(
                name: "credit_notes");

            migrationBuilder.DropIndex(
                name: "ix_charges_credit_note_id",
                table: "charges");

            migrationBuilder.DropIndex(
                name: "ix_charges_subscription_id_period_start",
                table: "charges");

            migrationBuilder.DropIndex(
                name: "ux_charges_connection_key",
                table: "charges");

            migrationBuilder.DropCheckConstraint(
                name: "ck_charges_one_document",
                table: "charges");

            migrationBuilder.DropColumn(
                name: "method",
                table: "payments");

            migrationBuilder.DropColumn(
                name: "country",
                table: "organizations");

            migrationBuilder.DropColumn(
                name: "legal_name",
                table: "organizations");

            migrationBuilder.DropColumn(
                name: "tax_id",
                table: "organizations");

            migrationBuilder.DropColumn(
                name: "amount_credited_currency",
                table: "invoices");

            migrationBuilder.DropColumn(
                name: "amount_credited_minor_units",
                table: "invoices");

            migrationBuilder.DropColumn(
                name: "is_reverse_charge",
                table: "invoices");

            migrationBuilder.DropColumn(
                name: "net_currency",
                table: "invoices");

            migrationBuilder.DropColumn(
                name: "net_minor_units",
                table: "invoices");

            migrationBuilder.DropColumn(
                name: "order_number",
                table: "invoices");

            migrationBuilder.DropColumn(
                name: "overdue_at",
                table: "invoices");

            migrationBuilder.DropColumn(
                name: "tax_currency",
                table: "invoices");

            migrationBuilder.DropColumn(
                name: "tax_minor_units",
                table: "invoices");

            migrationBuilder.DropColumn(
                name: "accounts_payable_email",
                table: "connections");

            migrationBuilder.DropColumn(
                name: "credit_note_id",
                table: "charges");

            migrationBuilder.DropColumn(
                name: "key",
                table: "charges");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "charges");

            migrationBuilder.DropColumn(
                name: "tax_currency",
                table: "charges");

            migrationBuilder.DropColumn(
                name: "tax_minor_units",
                table: "charges");

            migrationBuilder.DropColumn(
                name: "tax_percent",
                table: "charges");

            migrationBuilder.DropColumn(
                name: "tax_code",
                table: "billing_schedules");

            migrationBuilder.AlterColumn<Guid>(
                name: "recorded_by_person_id",
                table: "payments",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);

            migrationBuilder.AlterColumn<Guid>(
                name: "invoice_id",
                table: "charges",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);

            migrationBuilder.CreateIndex(
                name: "ux_charges_subscription_edge_period",
                table: "charges",
                columns: new[] { "subscription_id", "connection_id", "period_start" },
                unique: true);
        }
    }
}
