using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using Storefront.Api.Orders;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Reactions;

/// <summary>A reseller plan that was ordered is delivered when Orgs has put the partner on it; if Orgs cannot, the order ends with the reason and, for a taken alias, with free ones.</summary>
internal sealed class FollowOrderWhenPlanIsAnswered(StorefrontDb db) : IReaction<PlanOrderAnswered>
{
    public async Task React(PlanOrderAnswered fact, EventContext context, CancellationToken cancellationToken)
    {
        var order = await db.LockOrder(fact.OrderId, cancellationToken);
        if (order is null)
        {
            return;
        }

        var before = order.State();
        var after = fact.IsChanged ? OrderProgress.PlanChanged(before) : OrderProgress.PlanRefused(before, fact.Code ?? CancelCodes.PlanRefused, fact.Detail);
        if (after.Status == OrderStatus.Canceled && !before.HasEnded)
        {
            order.AliasSuggestions = [.. fact.Suggestions];
        }

        db.Move(order, before, after, new OrderMove(context.OccurredAt));
        await db.SaveChangesAsync(cancellationToken);
    }
}
