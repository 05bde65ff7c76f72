using Billing.Api.Storage;
using Microsoft.EntityFrameworkCore;

namespace Billing.Api.Invoices;

/// <summary>Holds a seller's counter until the document commits: a number is given out once, and none is lost.</summary>
internal sealed class DocumentNumbers(BillingDb db)
{
    public Task<long> NextInvoice(Guid realmId, Guid sellerId, CancellationToken cancellationToken) =>
        Single(
            $"""
            INSERT INTO invoice_counters AS counter (seller_id, realm_id, last) VALUES ({sellerId}, {realmId}, 1)
            ON CONFLICT (seller_id) DO UPDATE SET last = counter.last + 1
            RETURNING last AS "Value"
            """,
            cancellationToken);

    public Task<long> NextCreditNote(Guid realmId, Guid sellerId, CancellationToken cancellationToken) =>
        Single(
            $"""
            INSERT INTO credit_note_counters AS counter (seller_id, realm_id, last) VALUES ({sellerId}, {realmId}, 1)
            ON CONFLICT (seller_id) DO UPDATE SET last = counter.last + 1
            RETURNING last AS "Value"
            """,
            cancellationToken);

    private async Task<long> Single(FormattableString next, CancellationToken cancellationToken) =>
        (await db.Database.SqlQuery<long>(next).ToListAsync(cancellationToken)).Single();
}
