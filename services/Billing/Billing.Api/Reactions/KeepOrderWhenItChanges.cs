using Billing.Api.Orders;
using Billing.Api.Storage;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;
using Storefront.Contracts.V1;
using Order = Billing.Api.Orders.Order;

namespace Billing.Api.Reactions;

/// <summary>
/// Billing's side of an order: keeps what it is to change, takes or refuses it, charges for what is delivered, and lets go of what was called off. Whatever is
/// repeated or comes late, it ends in the same state: the order's row is locked, and what is older than what was heard changes nothing.
/// </summary>
internal sealed class KeepOrderWhenItChanges(
    BillingDb db, Scope scope, OrderIntake intake, ReserveOrder reserve, AcceptOrder accept, ActivateOrder activate, WithdrawOrder withdraw)
    : IReaction<OrderSubmitted>,
      IReaction<OrderApproved>,
      IReaction<OrderProvisioned>,
      IReaction<OrderCanceled>
{
    public Task React(OrderSubmitted fact, EventContext context, CancellationToken cancellationToken) =>
        Keep(fact.Order, context, order => reserve.Run(order, fact.Order, cancellationToken), cancellationToken);

    public Task React(OrderApproved fact, EventContext context, CancellationToken cancellationToken) =>
        Keep(fact.Order, context, order => accept.Run(order, fact.Order, cancellationToken), cancellationToken);

    public Task React(OrderProvisioned fact, EventContext context, CancellationToken cancellationToken) =>
        Keep(
            fact.Order,
            context,
            async order =>
            {
                // It was delivered, so it was approved, even if that comes later.
                await accept.Run(order, fact.Order, cancellationToken);
                await db.SaveChangesAsync(cancellationToken);
                scope.EnterRealm(context.RealmId, context.OccurredAt);
                await activate.Run(order, fact.Order, cancellationToken);
            },
            cancellationToken);

    public Task React(OrderCanceled fact, EventContext context, CancellationToken cancellationToken) =>
        Keep(fact.Order, context, order => withdraw.Run(order, cancellationToken), cancellationToken);

    private async Task Keep(Storefront.Contracts.V1.Order fact, EventContext context, Func<Order, Task> change, CancellationToken cancellationToken)
    {
        if (await intake.Hear(fact, context, cancellationToken) is { } order)
        {
            await change(order);
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}
