using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Prices;

/// <summary>Adds versions to the caller's price books, and tells what customers pay by them. The caller saves.</summary>
internal sealed class PriceBookWriter(BillingDb db)
{
    public async Task<Result<PriceBookEntry>> Add(
        Caller caller, Guid productId, PriceRuleDraft draft, Guid? connectionId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (PriceBookRules.Check(draft, now, caller.Kind == OrganizationKind.Operator) is { } refusal)
        {
            return refusal;
        }

        var book = await Open(caller, productId, cancellationToken);
        var entry = book.Add(draft, connectionId, caller.PersonId, now);
        if (draft.Audience == PriceAudience.Customers)
        {
            var recommended = await db.RecommendedPrices.AsNoTracking().Where(price => price.ProductId == productId).ToListAsync(cancellationToken);
            db.Emit(new Facts.ResolvedPricesChanged(book.ToFact(recommended, now)), book.Id, book.Version, now);
        }

        return entry;
    }

    /// <summary>Locks the book, made by its first entry: versions are counted one after the other.</summary>
    private async Task<PriceBook> Open(Caller caller, Guid productId, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO price_books (id, realm_id, organization_id, product_id, version)
            VALUES ({Guid.CreateVersion7()}, {caller.RealmId}, {caller.OrganizationId}, {productId}, 0)
            ON CONFLICT (organization_id, product_id) DO NOTHING
            """,
            cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"SELECT 1 FROM price_books WHERE organization_id = {caller.OrganizationId} AND product_id = {productId} FOR NO KEY UPDATE", cancellationToken);
        return await db.PriceBooks.Include(book => book.Entries).SingleAsync(book => book.ProductId == productId && book.OrganizationId == caller.OrganizationId, cancellationToken);
    }
}
