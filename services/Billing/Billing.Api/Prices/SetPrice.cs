using Billing.Api.Connections;
using Billing.Api.Products;
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

/// <param name="Audience">Whom it is made to; left out where <paramref name="ConnectionId"/> says it.</param>
/// <param name="ConnectionId">Where it is a special price for one buyer.</param>
/// <param name="Amount">Of a fixed price or an amount on top; for one unit and one interval, or for one event.</param>
/// <param name="BasisPoints">Of a percentage: hundredths of a percent on top, or off where negative.</param>
/// <param name="Currency">Of the price; left out where the amount says it.</param>
/// <param name="Interval">A month where it is left out, as it is for what is paid once or per event.</param>
/// <param name="PlanLength">As long as the interval where it is left out.</param>
/// <param name="From">First instant it applies; now if left out.</param>
internal sealed record SetPriceBody(
    Guid ProductId,
    PriceRuleKind Kind,
    PriceAudience? Audience,
    Guid? ConnectionId,
    Money? Amount,
    int? BasisPoints,
    string? Currency,
    Term? Interval,
    Term? PlanLength,
    DateTimeOffset? From,
    FeeKind Fee = FeeKind.Plan);

/// <summary>A seller sets its own price for its customers, for its resellers or for one buyer. What was sold keeps the price it was sold at.</summary>
internal static class SetPrice
{
    public static async Task<Results<Created<PriceBookEntryView>, ProblemHttpResult>> Handle(
        SetPriceBody body, Caller caller, BillingDb db, PriceBookWriter books, AuditTrail audit, RealmClock clock, CancellationToken cancellationToken)
    {
        await using var change = await Change.Begin(db, cancellationToken);
        if ((await Set("set-price", body, caller, db, books, audit, clock.Now, cancellationToken)).IsRefused(out var refusal, out var entry))
        {
            return Problems.Of(refusal);
        }

        await change.Save(db, cancellationToken);
        return TypedResults.Created((string?)null, PriceBookEntryView.Of(entry));
    }

    /// <summary>Adds one price, or says why not. Call it in a transaction; the caller saves.</summary>
    /// <param name="operation">The operation id, for the audit.</param>
    public static async Task<Result<PriceBookEntry>> Set(
        string operation, SetPriceBody body, Caller caller, BillingDb db, PriceBookWriter books, AuditTrail audit, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (caller.Kind == OrganizationKind.Customer)
        {
            return new Refusal("only_sellers_have_prices", "Who sells nothing has no prices.", RefusalKind.NotPermitted);
        }

        if (CurrencyOf(body) is not { } currency)
        {
            return Refusal.Invalid("currency", "unknown_currency", "It is the code of the price's currency.");
        }

        var product = await db.Products.AsNoTracking().Where(Visibility.OfProducts(caller.OrganizationId)).SingleOrDefaultAsync(row => row.Id == body.ProductId, cancellationToken);
        if (product is null)
        {
            return new Refusal("not_found", "There is no such product.", RefusalKind.NotFound);
        }

        if ((await AudienceOf(body, product, caller, db, cancellationToken)).IsRefused(out var refusal, out var audience))
        {
            return refusal;
        }

        var interval = body.Interval ?? Term.Month;
        var terms = body.Fee == FeeKind.Plan ? new PriceTerms(currency, interval, body.PlanLength ?? interval) : PriceTerms.Once(currency, body.Fee);
        var draft = new PriceRuleDraft(terms, body.Kind, body.Amount, body.BasisPoints, body.From ?? now, audience.Value, body.ConnectionId is not null);
        if ((await books.Add(caller, body.ProductId, draft, body.ConnectionId, now, cancellationToken)).IsRefused(out refusal, out var entry))
        {
            return refusal;
        }

        audit.Record(operation, "price", entry.Id, null, PriceBookEntryView.Of(entry));
        return entry;
    }

    private static Currency? CurrencyOf(SetPriceBody body)
    {
        if (body.Currency is null)
        {
            return body.Amount?.Currency;
        }

        return Currency.TryParse(body.Currency, out var currency) ? currency : null;
    }

    /// <summary>Of a special price it is the buyer's kind, whatever was said. A reseller plan is nothing that a partner sells on.</summary>
    private static async Task<Result<Audience>> AudienceOf(SetPriceBody body, Product product, Caller caller, BillingDb db, CancellationToken cancellationToken)
    {
        if (body.ConnectionId is not { } connectionId)
        {
            return body.Audience is { } named ? new Audience(named) : Refusal.Invalid("audience", "required", "It is for customers, for resellers, or for one connection.");
        }

        var connection = await db.Connections.SingleOrDefaultAsync(row => row.Id == connectionId && row.SellerId == caller.OrganizationId, cancellationToken);
        if (connection is null)
        {
            return new Refusal("not_found", "There is no such connection that you sell on.", RefusalKind.NotFound);
        }

        if (connection.Status == ConnectionStatus.Ended)
        {
            return new Refusal("connection_ended", "Nothing is sold on an ended connection any more.");
        }

        var buyer = await db.Organizations.Where(row => row.Id == connection.BuyerId).Select(row => row.Kind).SingleAsync(cancellationToken);
        return new Audience(buyer == OrganizationKind.Partner && product.ResellerPlan is null ? PriceAudience.Resellers : PriceAudience.Customers);
    }

    private sealed record Audience(PriceAudience Value);
}
