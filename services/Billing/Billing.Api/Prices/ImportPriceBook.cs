using Billing.Api.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;

namespace Billing.Api.Prices;

/// <param name="Entries">1 to 500, each as for setting one.</param>
internal sealed record PriceBookImport(IReadOnlyList<SetPriceBody> Entries);

/// <param name="Entries">In the order in which they were sent.</param>
internal sealed record PriceBookImportView(IReadOnlyList<PriceBookEntryView> Entries);

/// <summary>A seller's own prices of many products: all of them, or none where something is wrong with any. Rules, events and audit are those of setting them one by one.</summary>
internal static class ImportPriceBook
{
    public static async Task<Results<Created<PriceBookImportView>, ProblemHttpResult>> Handle(
        PriceBookImport body, Caller caller, BillingDb db, PriceBookWriter books, AuditTrail audit, RealmClock clock, CancellationToken cancellationToken)
    {
        if (Rows.Check("entries", body.Entries, _ => null) is { } malformed)
        {
            return Problems.Of(malformed);
        }

        await using var change = await Change.Begin(db, cancellationToken);
        var now = clock.Now;
        var views = new PriceBookEntryView[body.Entries.Count];
        // Books are locked in the same order by all: of two imports one waits for the other, and not each for the other.
        foreach (var (index, row) in body.Entries.Index().OrderBy(entry => entry.Item.ProductId))
        {
            if ((await SetPrice.Set("import-price-book", row, caller, db, books, audit, now, cancellationToken)).IsRefused(out var refusal, out var entry))
            {
                return Problems.Of(refusal.In(Rows.Path("entries", index)));
            }

            views[index] = PriceBookEntryView.Of(entry);
        }

        await change.Save(db, cancellationToken);
        return TypedResults.Created((string?)null, new PriceBookImportView(views));
    }
}
