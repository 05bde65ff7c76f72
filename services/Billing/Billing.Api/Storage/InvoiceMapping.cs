using Billing.Api.CreditNotes;
using Billing.Api.Invoices;
using Billing.Api.Ledger;
using Billing.Api.Payments;
using Billing.Api.Tax;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;

namespace Billing.Api.Storage;

/// <summary>Schedules, invoices and what belongs to them.</summary>
internal static class InvoiceMapping
{
    /// <summary>Percent of a page.</summary>
    private const int ScheduleFillFactor = 50;

    public static void MapInvoices(this ModelBuilder model)
    {
        model.Entity<BillingSchedule>(schedule =>
        {
            schedule.Property(row => row.TaxCode).HasDefaultValue(TaxContext.StandardCode);
            schedule.Property(row => row.Charging).HasDefaultValue(ChargeModel.Recurring);
            schedule.HasIndex(row => new { row.SubscriptionId, row.ConnectionId }).IsUnique();
            schedule.HasIndex(row => row.ConnectionId);
            // A bill run moves each of them on. Without an index on what moves, and with room for as many new versions beside the old ones, that touches one page and
            // no index at all. What is due on an edge is picked from all that the edge has.
            schedule.HasStorageParameter("fillfactor", ScheduleFillFactor);
        });
        model.Entity<Invoice>(invoice =>
        {
            invoice.HasMany(row => row.Lines).WithOne().HasForeignKey(line => line.InvoiceId);
            invoice.HasMany(row => row.Payments).WithOne().HasForeignKey(payment => payment.InvoiceId);
            invoice.HasIndex(row => new { row.SellerId, row.Number }).IsUnique();
            invoice.HasIndex(row => new { row.SellerId, row.Id });
            invoice.HasIndex(row => new { row.BuyerId, row.Id });
            invoice.HasIndex(row => new { row.ConnectionId, row.Status });
        });
        model.Entity<Charge>(charge =>
        {
            charge.ToTable(table => table.HasCheckConstraint("ck_charges_one_document", "num_nonnulls(invoice_id, credit_note_id) = 1"));
            charge.HasIndex(row => new { row.ConnectionId, row.Key }, BillingDb.ChargeKeyIndex).IsUnique();
            charge.HasIndex(row => new { row.SubscriptionId, row.PeriodStart });
        });
        model.Entity<InvoiceCounter>().HasKey(row => row.SellerId);
        MapCreditNotes(model);
        model.Entity<CreditBalance>(balance =>
        {
            balance.HasKey(row => new { row.ConnectionId, row.Currency });
            balance.ToTable(table => table.HasCheckConstraint("ck_credit_balances_not_negative", "minor_units >= 0"));
        });
        model.Entity<CardOnFile>().HasKey(row => row.ConnectionId);
        model.Entity<PaymentAttempt>(attempt =>
        {
            attempt.HasOne<Invoice>().WithMany(row => row.Attempts).HasForeignKey(row => row.InvoiceId);
            attempt.HasIndex(row => new { row.InvoiceId, row.Number }).IsUnique();
        });
        model.Entity<LedgerEntry>(entry =>
        {
            entry.ToTable(table => table.HasCheckConstraint("ck_ledger_entries_moves_money", "amount_minor_units > 0 AND debit <> credit"));
            entry.HasIndex(row => new { row.SellerId, row.Id });
            entry.HasIndex(row => new { row.ConnectionId, row.Id });
            entry.HasIndex(row => row.DocumentId);
        });
        model.Entity<SellerTaxRate>(rate =>
        {
            rate.HasKey(row => new { row.OrganizationId, row.Country, row.TaxCode });
            rate.Property(row => row.Percent).HasPrecision(6, 3);
        });
    }

    private static void MapCreditNotes(ModelBuilder model)
    {
        model.Entity<CreditNote>(note =>
        {
            note.HasMany(row => row.Lines).WithOne().HasForeignKey(line => line.CreditNoteId);
            note.HasMany(row => row.Charges).WithOne().HasForeignKey(charge => charge.CreditNoteId);
            note.HasOne<Invoice>().WithMany().HasForeignKey(row => row.InvoiceId);
            note.HasIndex(row => new { row.SellerId, row.Number }).IsUnique();
            note.HasIndex(row => new { row.SellerId, row.Id });
            note.HasIndex(row => new { row.BuyerId, row.Id });
            note.HasIndex(row => row.ConnectionId);
        });
        model.Entity<CreditNoteLine>(line =>
        {
            line.HasOne<Charge>().WithMany().HasForeignKey(row => row.ChargeId);
            line.Property(row => row.TaxPercent).HasPrecision(6, 3);
        });
        model.Entity<CreditNoteCounter>().HasKey(row => row.SellerId);
        model.Entity<Charge>().Property(row => row.TaxPercent).HasPrecision(6, 3);
    }
}
