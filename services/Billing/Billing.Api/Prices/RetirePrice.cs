using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;

namespace Billing.Api.Prices;

/// <param name="From">When the rule ends; now if left out.</param>
internal sealed record RetirePriceBody(DateTimeOffset? From);

/// <summary>A seller gives up a rule of its own: a new version that says so. From then on the price is what it would be without it.</summary>
internal static class RetirePrice
{
    public static async Task<Results<Created<PriceBookEntryView>, ProblemHttpResult>> Handle(
        Guid id, RetirePriceBody? body, Caller caller, BillingDb db, PriceBookWriter books, AuditTrail audit, RealmClock clock, CancellationToken cancellationToken)
    {
        var retired = await db.PriceBookEntries.AsNoTracking().SingleOrDefaultAsync(entry => entry.Id == id, cancellationToken);
        if (retired is null)
        {
            return Problems.NotFound("price book entry");
        }

        if (retired.Kind is null)
        {
            return Problems.Of(new Refusal("price_already_retired", "This version retires the rule already."));
        }

        await using var change = await Change.Begin(db, cancellationToken);
        var now = clock.Now;
        var draft = new PriceRuleDraft(retired.Terms, null, null, null, body?.From ?? now, retired.Audience, retired.ConnectionId is not null);
        if ((await books.Add(caller, retired.ProductId, draft, retired.ConnectionId, now, cancellationToken)).IsRefused(out var refusal, out var entry))
        {
            return Problems.Of(refusal);
        }

        audit.Record("retire-price", "price", id, PriceBookEntryView.Of(retired), PriceBookEntryView.Of(entry));
        await change.Save(db, cancellationToken);
        return TypedResults.Created((string?)null, PriceBookEntryView.Of(entry));
    }
}
