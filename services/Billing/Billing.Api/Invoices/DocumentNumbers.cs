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

    /// <summary>Takes the next numbers of many sellers at once; whoever does so locks the counters in the same order.</summary>
    /// <param name="counts">How many of each seller. Of none, its counter is locked all the same.</param>
    /// <returns>The first number of each seller.</returns>
    public async Task<Dictionary<Guid, long>> ReserveInvoices(Guid realmId, IReadOnlyDictionary<Guid, int> counts, CancellationToken cancellationToken)
    {
        Guid[] sellers = [.. counts.Keys];
        int[] many = [.. sellers.Select(seller => counts[seller])];
        var reserved = await db.Database.SqlQuery<Reserved>(
            $"""
            INSERT INTO invoice_counters AS counter (seller_id, realm_id, last)
            SELECT wanted.seller_id, {realmId}, wanted.many FROM unnest({sellers}, {many}) AS wanted (seller_id, many) ORDER BY wanted.seller_id
            ON CONFLICT (seller_id) DO UPDATE SET last = counter.last + excluded.last
            RETURNING seller_id AS "SellerId", last AS "Last"
            """).ToListAsync(cancellationToken);
        return reserved.ToDictionary(seller => seller.SellerId, seller => seller.Last - counts[seller.SellerId] + 1);
    }

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

    private sealed record Reserved(Guid SellerId, long Last);
}
