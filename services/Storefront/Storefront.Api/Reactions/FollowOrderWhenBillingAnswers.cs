using Billing.Contracts.V1;
using ServiceDefaults.Messaging;
using Storefront.Api.Orders;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Reactions;

/// <summary>
/// Moves an order on as Billing takes it, refuses it or charges for it. Each answer tells of every line as it is with Billing, so the newest one is enough and
/// an older one, or the same once more, changes nothing.
/// </summary>
internal sealed class FollowOrderWhenBillingAnswers(StorefrontDb db) :
    IReaction<OrderAccepted>,
    IReaction<OrderRefused>,
    IReaction<OrderActivated>
{
    public Task React(OrderAccepted fact, EventContext context, CancellationToken cancellationToken) =>
        Follow(fact.Answer, context, order => OrderProgress.Answer(order, Lines(fact.Answer)), cancellationToken);

    public Task React(OrderRefused fact, EventContext context, CancellationToken cancellationToken) =>
        Follow(fact.Answer, context, order => OrderProgress.Refuse(order, fact.Answer.Code ?? CancelCodes.RefusedByBilling, fact.Answer.Detail), cancellationToken);

    public Task React(OrderActivated fact, EventContext context, CancellationToken cancellationToken) =>
        Follow(fact.Answer, context, order => OrderProgress.Answer(order, Lines(fact.Answer)), cancellationToken);

    private async Task Follow(OrderAnswer answer, EventContext context, Func<OrderState, OrderState> next, CancellationToken cancellationToken)
    {
        var order = await db.LockOrder(answer.OrderId, cancellationToken);
        if (order is null || order.BillingVersion >= context.Version)
        {
            return;
        }

        order.BillingVersion = context.Version;
        var before = order.State();
        db.Move(order, before, next(before), new OrderMove(context.OccurredAt));
        await db.SaveChangesAsync(cancellationToken);
    }

    private static List<BilledLineState> Lines(OrderAnswer answer) =>
        [.. answer.Lines.Select(line => new BilledLineState(line.LineId, Enum.Parse<BilledLine>(line.Status, ignoreCase: true), line.SubscriptionId, line.Code))];
}
