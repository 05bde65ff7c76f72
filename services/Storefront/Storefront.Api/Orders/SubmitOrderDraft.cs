using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults.Audit;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Orders;

/// <summary>Executes a draft: it becomes an order of the seller for its buyer, at the buyer's prices of this moment, and is gone.</summary>
internal static class SubmitOrderDraft
{
    public static async Task<Results<Created<OrderDetail>, ProblemHttpResult>> Handle(
        Guid id,
        Caller caller,
        IfMatch ifMatch,
        StorefrontDb db,
        DraftPricing pricing,
        OrderPlacement placement,
        AuditTrail audit,
        CancellationToken cancellationToken)
    {
        await using var change = await Change.Begin(db, cancellationToken);
        if ((await EditOrderDrafts.Find(db, id, ifMatch, cancellationToken)).IsRefused(out var refusal, out var draft)
            || (await pricing.Price(draft, cancellationToken)).IsRefused(out refusal, out var lines))
        {
            return Problems.Of(refusal);
        }

        var wanted = new NewOrder(draft.ConnectionId, BoughtBy.Seller, lines, draft.Alias, Note: draft.Note);
        if ((await placement.Place(wanted, OrderPlacer.Of(caller), cancellationToken)).IsRefused(out refusal, out var order))
        {
            return Problems.Of(refusal);
        }

        // Of two who submit it at once one finds it gone, and its order with it.
        db.Remove(draft);
        audit.Record("submit-order-draft", "order", order.Id, new { DraftId = id }, new { order.Number, order.Status, Total = order.TotalAmount });
        await change.Save(db, cancellationToken);
        return TypedResults.Created($"/api/storefront/v1/orders/{order.Id}", await OrderDetail.Of(db, order, caller, cancellationToken));
    }
}
