using Billing.Contracts.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.Storage;

namespace Orgs.Api.Reactions;

/// <summary>Keeps which invoices of a connection are overdue.</summary>
internal sealed class RememberInvoiceWhenItChanges(SqlSession sql) : IReaction<InvoiceOverdue>, IReaction<InvoicePaid>
{
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
