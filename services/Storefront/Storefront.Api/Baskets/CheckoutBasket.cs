using Microsoft.AspNetCore.Http.HttpResults;
using Primitives;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Orders;
using Storefront.Api.Quotes;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Baskets;

/// <param name="QuoteToken">Of the basket as it was shown.</param>
/// <param name="BillingQuoteToken">Of Billing's quote of the same lines, if tax and dates are to be held to it too.</param>
/// <param name="Alias">For the storefront of a reseller plan.</param>
/// <param name="Note">For the seller to read.</param>
internal sealed record BasketCheckout(string QuoteToken, string? BillingQuoteToken = null, string? Alias = null, string? Note = null);

/// <summary>
/// What is in the basket becomes an order at the prices that were shown, or nothing does. Of two people who check it out at once, one makes the order and the
/// other is told.
/// </summary>
internal static class CheckoutBasket
{
    private const int LongestNote = 1000;
    private const int LongestToken = 4000;

    public static async Task<Results<Created<OrderDetail>, ProblemHttpResult>> Handle(
        Guid id,
        BasketCheckout body,
        Caller caller,
        IfMatch ifMatch,
        StorefrontDb db,
        OpenBaskets baskets,
        BasketPricing pricing,
        ShopQuotes quotes,
        OrderPlacement placement,
        AuditTrail audit,
        CancellationToken cancellationToken)
    {
        var checks = new FieldChecks()
            .Text("quoteToken", body.QuoteToken, LongestToken)
            .OptionalText("billingQuoteToken", body.BillingQuoteToken, LongestToken)
            .OptionalText("note", body.Note, LongestNote, multiline: true);
        await using var change = await Change.Begin(db, cancellationToken);
        if (checks.Refused(out var refusal) || (await baskets.Lock(id, caller, ifMatch, cancellationToken)).IsRefused(out refusal, out var basket))
        {
            return Problems.Of(refusal);
        }

        if (basket.Lines.Count == 0)
        {
            return Problems.Of(basket.Row.LastOrderNumber is { } number ? CheckedOut(number) : BasketRules.Empty);
        }

        var priced = await pricing.Price(basket.Connection, basket.Lines, cancellationToken);
        if (Unavailable(priced) is { } unavailable)
        {
            return Problems.Of(unavailable);
        }

        var lines = BasketPricing.ToOrder(priced);
        if (await quotes.Check(body.QuoteToken, id, lines, cancellationToken) is { } changed)
        {
            return Problems.Of(changed);
        }

        var wanted = new NewOrder(id, BoughtBy.Buyer, lines, body.Alias, body.BillingQuoteToken, body.Note);
        if ((await placement.Place(wanted, OrderPlacer.Of(caller), cancellationToken)).IsRefused(out refusal, out var order))
        {
            return Problems.Of(refusal);
        }

        db.RemoveRange(basket.Lines);
        basket.Row.LastOrderNumber = order.Number.ToString();
        basket.Row.UpdatedAt = order.SubmittedAt;
        basket.Row.Version++;
        audit.Record("checkout-basket", "order", order.Id, null, new { order.Number, order.Status, Total = order.TotalAmount });
        await change.Save(db, cancellationToken);
        return TypedResults.Created($"{StorefrontEndpoints.Root}/orders/{order.Id}", await OrderDetail.Of(db, order, caller, cancellationToken));
    }

    private static Refusal CheckedOut(string number) => new("basket_checked_out", $"Somebody has ordered what was in it: order {number}.");

    /// <summary>Named by its place in the basket as it is shown.</summary>
    private static Refusal? Unavailable(IReadOnlyList<PricedLine> lines)
    {
        var errors = lines.Index().Where(line => line.Item.Problem is not null)
            .Select(line => line.Item.Problem! with { Field = $"lines[{line.Index}].{line.Item.Problem!.Field}" }).ToList();
        return errors.Count == 0 ? null : new Refusal("basket_has_problems", "Some of what is in the basket cannot be ordered any more; look at it again.", RefusalKind.Conflict, errors);
    }
}
