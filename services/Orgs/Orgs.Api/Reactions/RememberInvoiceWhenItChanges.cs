using Billing.Contracts.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.Storage;

namespace Orgs.Api.Reactions;

/// <summary>Keeps which invoices of a connection are overdue.</summary>
internal sealed class RememberInvoiceWhenItChanges(SqlSession sql) : IReaction<InvoiceOverdue>, IReaction<InvoicePaid>
{
    /// <summary>What is paid before the day it is due has never been overdue, whatever news of it is still to come.</summary>
    public static bool Concerns(InvoicePaid fact, EventContext context) => fact.Invoice.DueOn <= DateOnly.FromDateTime(context.OccurredAt.UtcDateTime);

    public Task React(InvoiceOverdue fact, EventContext context, CancellationToken cancellationToken) => RememberAsync(fact.Invoice, context, cancellationToken);

    public Task React(InvoicePaid fact, EventContext context, CancellationToken cancellationToken) => RememberAsync(fact.Invoice, context, cancellationToken);

    private Task RememberAsync(Invoice invoice, EventContext context, CancellationToken cancellationToken) =>
        sql.Execute(
            $"""
            INSERT INTO connection_invoices AS known (id, realm_id, connection_id, seller_id, buyer_id, is_overdue, version)
            VALUES ({invoice.Id}, {context.RealmId}, {invoice.ConnectionId}, {invoice.SellerId}, {invoice.BuyerId}, {invoice.Status == "overdue"}, {context.Version})
            ON CONFLICT (id) DO UPDATE SET is_overdue = excluded.is_overdue, version = excluded.version WHERE known.version < excluded.version
            """,
            cancellationToken);
}
