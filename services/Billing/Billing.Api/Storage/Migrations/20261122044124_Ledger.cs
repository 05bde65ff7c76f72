using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Billing.Api.Storage.Migrations
{
    /// <inheritdoc />
    public partial class Ledger : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "unit_discount_minor_units",
                table: "charges",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "unit_discount_minor_units",
                table: "billing_schedules",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "ledger_entries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    realm_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seller_id = table.Column<Guid>(type: "uuid", nullable: false),
                    buyer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    connection_id = table.Column<Guid>(type: "uuid", nullable: false),
                    document_id = table.Column<Guid>(type: "uuid", nullable: false),
                    source_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: false),
                    debit = table.Column<string>(type: "text", nullable: false),
                    credit = table.Column<string>(type: "text", nullable: false),
                    posted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    amount_currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    amount_minor_units = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ledger_entries", x => x.id);
                    table.CheckConstraint("ck_ledger_entries_moves_money", "amount_minor_units > 0 AND debit <> credit");
                });

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_connection_id_id",
                table: "ledger_entries",
                columns: new[] { "connection_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_document_id",
                table: "ledger_entries",
                column: "document_id");

            migrationBuilder.CreateIndex(
                name: "ix_ledger_entries_seller_id_id",
                table: "ledger_entries",
                columns: new[] { "seller_id", "id" });

            // What was charged and paid before there was a ledger. An entry takes the id of what it is about, so the order stays.
            migrationBuilder.Sql("""
                INSERT INTO ledger_entries
                    (id, realm_id, seller_id, buyer_id, connection_id, document_id, source_id, reason, debit, credit, posted_at, amount_currency, amount_minor_units)
                SELECT charge.id, charge.realm_id, charge.seller_id, charge.buyer_id, charge.connection_id, invoice.id, charge.id,
                    'Charge', 'Receivable', 'Revenue', invoice.issued_at, charge.amount_currency, charge.amount_minor_units
                FROM charges charge JOIN invoices invoice ON invoice.id = charge.invoice_id
                WHERE charge.amount_minor_units > 0
                UNION ALL
                SELECT payment.id, payment.realm_id, payment.seller_id, payment.buyer_id, invoice.connection_id, invoice.id, payment.id,
                    'Payment', 'Cash', 'Receivable', payment.recorded_at, payment.amount_currency, payment.amount_minor_units
                FROM payments payment JOIN invoices invoice ON invoice.id = payment.invoice_id
                WHERE payment.method = 'Manual';
                """);

            // The ledger is append-only for everybody who comes through the service, bugs included.
            migrationBuilder.Sql("""
                CREATE FUNCTION refuse_change_of_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'The ledger is append-only: % of ledger_entries is refused.', TG_OP;
                END $$;
                CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
                FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_ledger();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "ledger_entries");

            migrationBuilder.Sql("DROP FUNCTION refuse_change_of_ledger();");

            migrationBuilder.DropColumn(
                name: "unit_discount_minor_units",
                table: "charges");

            migrationBuilder.DropColumn(
                name: "unit_discount_minor_units",
                table: "billing_schedules");
        }
    }
}
