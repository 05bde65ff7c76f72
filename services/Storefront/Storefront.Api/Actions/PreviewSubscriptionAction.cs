using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Quotes;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Actions;

/// <summary>What performing an action would order.</summary>
/// <param name="Line">What the order's line does.</param>
/// <param name="SubscriptionId">What changes; null where an add-on is bought.</param>
/// <param name="UnitPrice">The list price of one unit and one interval.</param>
/// <param name="Discount">Of one unit.</param>
/// <param name="FinalUnitPrice">What one unit is charged at.</param>
/// <param name="Total">For these units and one interval, before tax; zero for what gives units up. What is charged or given back now, with tax and by day, tells
/// Billing's POST /api/billing/v1/order-quotes for the same line.</param>
/// <param name="NeedsApproval">The seller has to agree before anything happens.</param>
/// <param name="QuoteToken">Perform it with this, and it costs that or is refused.</param>
internal sealed record ActionPreview(
    SubscriptionAction Action,
    LineAction Line,
    Guid? SubscriptionId,
    Guid ProductId,
    string ProductName,
    int Quantity,
    Money UnitPrice,
    Money Discount,
    Money FinalUnitPrice,
    Money Total,
    Term Interval,
    Term PlanLength,
    EffectiveTime Effective,
    DateOnly? EffectiveOn,
    bool NeedsApproval,
    string QuoteToken,
    DateTimeOffset QuoteExpiresAt);

/// <summary>Tells what an action would cost, and changes nothing. What is not offered is refused as performing it would be.</summary>
internal static class PreviewSubscriptionAction
{
    public static async Task<Results<Ok<ActionPreview>, ProblemHttpResult>> Handle(
        Guid id, ActionBody body, Caller caller, StorefrontDb db, ActionReader reader, ShopQuotes quotes, CancellationToken cancellationToken)
    {
        if (await reader.Find(id, caller, cancellationToken) is not { } scene)
        {
            return Problems.NotFound("subscription");
        }

        if (SubscriptionActions.Permit(scene.Facts, body.ToWish()).IsRefused(out var refusal, out var permitted))
        {
            return Problems.Of(refusal);
        }

        var line = scene.Line(permitted, body.Instructions);
        var required = await db.OrderSettings.Where(row => row.ConnectionId == scene.ConnectionId).Select(row => (bool?)row.ApprovalRequired).SingleOrDefaultAsync(cancellationToken);
        var quote = await quotes.Sign(scene.ConnectionId, [line], cancellationToken);
        return TypedResults.Ok(new ActionPreview(
            body.Action,
            line.Action,
            line.SubscriptionId,
            line.ProductId,
            line.ProductName,
            line.Quantity,
            line.UnitPrice + line.Discount,
            line.Discount,
            line.UnitPrice,
            line.Total,
            line.Interval,
            line.PlanLength,
            line.Effective,
            line.EffectiveOn,
            OrderRules.NeedsApproval(BoughtBy.Buyer, required ?? true, [line]),
            quote.Token,
            quote.ExpiresAt));
    }
}
