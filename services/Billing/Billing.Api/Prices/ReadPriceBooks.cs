using Billing.Api.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Web;

namespace Billing.Api.Prices;

/// <summary>The caller's own price rules, every version. They are rows of its own: nobody finds another's.</summary>
internal static class ReadPriceBooks
{
    public static async Task<Ok<Page<PriceBookEntryView>>> List(
        [AsParameters] PageQuery page, Guid? productId, Guid? connectionId, BillingDb db, CancellationToken cancellationToken)
    {
        var entries = db.PriceBookEntries.AsNoTracking();
        if (productId is not null)
        {
            entries = entries.Where(entry => entry.ProductId == productId);
        }

        if (connectionId is not null)
        {
            entries = entries.Where(entry => entry.ConnectionId == connectionId);
        }

        return TypedResults.Ok(await entries.ToPageAsync(page, entry => entry.Id, entry => PriceBookEntryView.Of(entry), cancellationToken));
    }
}
