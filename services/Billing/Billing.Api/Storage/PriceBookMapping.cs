using Billing.Api.Prices;
using Microsoft.EntityFrameworkCore;

namespace Billing.Api.Storage;

internal static class PriceBookMapping
{
    public static void MapPriceBooks(this ModelBuilder model)
    {
        model.Entity<PriceBook>(book =>
        {
            book.HasMany(row => row.Entries).WithOne().HasForeignKey(entry => entry.PriceBookId);
            book.HasIndex(row => new { row.OrganizationId, row.ProductId }).IsUnique();
            book.HasIndex(row => row.ProductId);
        });
        model.Entity<PriceBookEntry>(entry =>
        {
            entry.HasIndex(row => new { row.ProductId, row.OrganizationId });
            entry.HasIndex(row => row.ConnectionId);
            entry.HasIndex(row => new
            {
                row.PriceBookId,
                row.Audience,
                row.ConnectionId,
                row.Fee,
                row.Currency,
                row.Interval,
                row.PlanLength,
                row.Number,
            }).IsUnique().AreNullsDistinct(false);
        });
    }
}
