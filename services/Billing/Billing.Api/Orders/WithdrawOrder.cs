using Billing.Api.Storage;
using Billing.Domain;
using ServiceDefaults.Time;

namespace Billing.Api.Orders;

/// <summary>Storefront ended an order: what was kept for it is free again. Nothing is answered, because nobody waits for it.</summary>
internal sealed class WithdrawOrder(BillingDb db, RealmClock clock)
{
    /// <param name="order">Locked; perhaps nothing else was heard of it, and now never will be.</param>
    public async Task Run(Order order, CancellationToken cancellationToken)
    {
        order.Status = OrderStatus.Canceled;
        foreach (var line in (await db.LinesOf(order, cancellationToken)).Values)
        {
            if (line.Status is RequestStatus.Pending or RequestStatus.Approved)
            {
                line.Release(failure: null, clock.Now);
            }
        }
    }
}
