using ServiceDefaults.Time;
using Storefront.Api.Orders;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Jobs;

/// <summary>Whose time runs out.</summary>
internal enum OrderLimit
{
    /// <summary>The seller's, to agree or not.</summary>
    Decision,

    /// <summary>Billing's, to take what was agreed on.</summary>
    Answer,
}

/// <summary>Nobody decided, or answered, in time. Key: the order and the limit.</summary>
internal sealed class ExpireOrder(StorefrontDb db) : IDueWork
{
    public static string Kind => "expire-order";

    public static string KeyOf(Guid orderId, OrderLimit limit) => $"{orderId} {limit.ToWord()}";

    public async Task Run(DueWorkItem item, CancellationToken cancellationToken)
    {
        var parts = item.Key.Split(' ');
        var order = await db.LockOrder(Guid.Parse(parts[0]), cancellationToken)
            ?? throw new InvalidOperationException($"Order {parts[0]} is gone.");
        var before = order.State();
        var after = Enum.Parse<OrderLimit>(parts[1], ignoreCase: true) switch
        {
            OrderLimit.Decision => OrderProgress.ExpireUndecided(before),
            _ => OrderProgress.ExpireUnanswered(before),
        };
        db.Move(order, before, after, new OrderMove(item.DueAt));
        await db.SaveChangesAsync(cancellationToken);
    }
}
