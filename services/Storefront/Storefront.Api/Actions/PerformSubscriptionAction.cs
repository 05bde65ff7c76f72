using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Orders;
using Storefront.Api.Quotes;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Actions;

/// <summary>Makes an order of an action. What is not offered is refused in the words of the offer.</summary>
internal static class PerformSubscriptionAction
{
    public static async Task<Results<Created<OrderDetail>, ProblemHttpResult>> Handle(
        Guid id,
        ActionBody body,
        Caller caller,
        StorefrontDb db,
        ActionReader reader,
        ShopQuotes quotes,
        OrderPlacement placement,
        AuditTrail audit,
        CancellationToken cancellationToken)
    {
        if (new FieldChecks().OptionalText("instructions", body.Instructions, ActionBody.LongestInstructions, multiline: true).Refused(out var malformed))
        {
            return Problems.Of(malformed);
        }

        await using var change = await Change.Begin(db, cancellationToken);
        if (await reader.Find(id, caller, cancellationToken) is not { } scene)
        {
            return Problems.NotFound("subscription");
        }

        if (SubscriptionActions.Permit(scene.Facts, body.ToWish()).IsRefused(out var refusal, out var permitted))
        {
            return Problems.Of(refusal);
        }

        var line = scene.Line(permitted, body.Instructions);
        if (body.QuoteToken is { } token && await quotes.Check(token, scene.ConnectionId, [line], cancellationToken) is { } changed)
        {
            return Problems.Of(changed);
        }

        // Two at once meet in the unique index of undecided changes.
        var wanted = new NewOrder(scene.ConnectionId, BoughtBy.Buyer, [line], BillingQuoteToken: body.BillingQuoteToken);
        if ((await placement.Place(wanted, OrderPlacer.Of(caller), cancellationToken)).IsRefused(out refusal, out var order))
        {
            return Problems.Of(refusal);
        }

        audit.Record("perform-subscription-action", "order", order.Id, null, new { SubscriptionId = id, body.Action, line.Quantity, order.Number, order.Status }, body.Instructions);
        await change.Save(db, cancellationToken);
        return TypedResults.Created($"/api/storefront/v1/orders/{order.Id}", await OrderDetail.Of(db, order, caller, cancellationToken));
    }
}
