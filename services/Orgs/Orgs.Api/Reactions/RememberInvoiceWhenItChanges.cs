using Billing.Contracts.V1;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using ServiceDefaults.Messaging;

namespace Orgs.Api.Reactions;

/// <summary>Keeps which invoices of a connection are overdue.</summary>
internal sealed class RememberInvoiceWhenItChanges(OrgsDb db) : IReaction<InvoiceOverdue>, IReaction<InvoicePaid>
{
    public Task React(InvoiceOverdue fact, EventContext context, CancellationToken cancellationToken) => RememberAsync(fact.Invoice, context, cancellationToken);

    public Task React(InvoicePaid fact, EventContext context, CancellationToken cancellationToken) => RememberAsync(fact.Invoice, context, cancellationToken);

    private async Task RememberAsync(Invoice invoice, EventContext context, CancellationToken cancellationToken)
    {
        var row = await db.ConnectionInvoices.SingleOrDefaultAsync(known => known.Id == invoice.Id, cancellationToken);
        if (row is null)
        {
            row = new ConnectionInvoice
            {
                Id = invoice.Id,
                RealmId = context.RealmId,
                ConnectionId = invoice.ConnectionId,
                SellerId = invoice.SellerId,
                BuyerId = invoice.BuyerId,
            };
            db.ConnectionInvoices.Add(row);
        }
        else if (row.Version >= context.Version)
        {
            return;
        }

        row.IsOverdue = invoice.Status == "overdue";
        row.Version = context.Version;
        await db.SaveChangesAsync(cancellationToken);
    }
}
