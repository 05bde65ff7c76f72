using Billing.Api.Prices;
using Billing.Api.Storage;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Time;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Jobs;

/// <summary>A recommended price changed: tells anew what every seller with prices of its own for that product asks. One event a seller, however many customers it has.</summary>
internal sealed class RepublishPrices(BillingDb db) : IDueWork
{
    private const int MostAtOnce = 500;

    public static string Kind => "republish-prices";

    public async Task Run(DueWorkItem item, CancellationToken cancellationToken)
    {
        var (productId, after) = item.Payload<Portion>();
        await db.Database.ExecuteSqlAsync(
            $"SELECT 1 FROM price_books WHERE product_id = {productId} AND id > {after} ORDER BY id LIMIT {MostAtOnce} FOR NO KEY UPDATE", cancellationToken);
        var books = await db.PriceBooks
            .Include(book => book.Entries)
            .Where(book => book.ProductId == productId && book.Id > after)
            .OrderBy(book => book.Id)
            .Take(MostAtOnce)
            .ToListAsync(cancellationToken);
        var recommended = await db.RecommendedPrices.AsNoTracking().Where(price => price.ProductId == productId).ToListAsync(cancellationToken);
        foreach (var book in books)
        {
            book.Version++;
            db.Emit(new Facts.ResolvedPricesChanged(book.ToFact(recommended, item.DueAt)), book.Id, book.Version, item.DueAt);
        }

        if (books.Count == MostAtOnce)
        {
            Plan(db, productId, books[^1].Id, item.DueAt);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>In portions, each a transaction of its own.</summary>
    public static void Plan(BillingDb db, Guid productId, Guid after, DateTimeOffset at) =>
        db.Schedule<RepublishPrices>($"{productId}/{after}", at, new Portion(productId, after));

    internal sealed record Portion(Guid ProductId, Guid After);
}
