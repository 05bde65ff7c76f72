using Billing.Api.Products;
using Billing.Api.Storage;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;

namespace Billing.Api.Prices;

/// <summary>What a buyer would pay the caller now.</summary>
/// <param name="List">Its markup, fixed or recommended price.</param>
/// <param name="Discount">List − final, never below zero.</param>
/// <param name="Final">For one unit and one interval.</param>
/// <param name="Cost">What the caller itself pays; null for the operator.</param>
/// <param name="BelowCost">It sells for less than that; it may.</param>
internal sealed record PricePreviewView(
    Guid ConnectionId, Guid ProductId, Term Interval, Term PlanLength, SourcedPriceView List, Money Discount, SourcedPriceView Final, PriceCostView? Cost, bool BelowCost)
{
    public static PricePreviewView Of(Guid connectionId, Guid productId, PriceTerms terms, ResolvedPrice price) => new(
        connectionId,
        productId,
        terms.Interval,
        terms.PlanLength,
        SourcedPriceView.Of(price.List),
        price.Discount,
        SourcedPriceView.Of(price.Final),
        price.Cost is { } cost ? new PriceCostView(cost.UnitPrice, cost.Per, cost.Version) : null,
        price.BelowCost);
}

internal sealed record SourcedPriceView(Money Price, PriceSource Source, int Version)
{
    public static SourcedPriceView Of(PinnedPrice price) => new(price.Unit, price.Source, price.Version);
}

internal sealed record PriceCostView(Money UnitPrice, ChargedPer Per, int Version);

/// <summary>Shows a seller what one of its buyers would pay, and what that leaves it.</summary>
internal static class PreviewPrice
{
    public static async Task<Results<Ok<PricePreviewView>, ProblemHttpResult>> Handle(
        Guid connectionId,
        Guid productId,
        string currency,
        OneOf<Term>? interval,
        OneOf<Term>? planLength,
        int? quantity,
        Caller caller,
        BillingDb db,
        PriceResolver resolver,
        RealmClock clock,
        CancellationToken cancellationToken)
    {
        var checks = new FieldChecks().Range("quantity", quantity, 1, RequestRules.MostUnits);
        if (!Currency.TryParse(currency, out var known))
        {
            checks.Add("currency", "unknown_currency", "It is the code of the price's currency.");
        }

        if (checks.Refused(out var malformed))
        {
            return Problems.Of(malformed);
        }

        var connection = await db.Connections.AsNoTracking().SingleOrDefaultAsync(row => row.Id == connectionId && row.SellerId == caller.OrganizationId, cancellationToken);
        if (connection is null)
        {
            return Problems.NotFound("connection");
        }

        var product = await db.Products.AsNoTracking().Where(Visibility.OfProducts(caller.OrganizationId)).SingleOrDefaultAsync(row => row.Id == productId, cancellationToken);
        if (product is null)
        {
            return Problems.NotFound("product");
        }

        var every = interval?.Value ?? Term.Month;
        var terms = new PriceTerms(known, every, planLength?.Value ?? every);
        var resolved = await resolver.ForSale(connection, product, terms, clock.Now, agreed: null, quantity ?? 1, cancellationToken);
        return resolved.IsRefused(out var refusal, out var price)
            ? Problems.Of(refusal)
            : TypedResults.Ok(PricePreviewView.Of(connectionId, productId, terms, price));
    }
}
