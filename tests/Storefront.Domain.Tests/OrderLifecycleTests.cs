using Primitives;

namespace Storefront.Domain.Tests;

public sealed class OrderLifecycleTests
{
    public static TheoryData<OrderStatus, OrderAction, OrderActor> EveryMove
    {
        get
        {
            var moves = new TheoryData<OrderStatus, OrderAction, OrderActor>();
            foreach (var from in Enum.GetValues<OrderStatus>())
            {
                foreach (var action in Enum.GetValues<OrderAction>())
                {
                    foreach (var by in Enum.GetValues<OrderActor>())
                    {
                        moves.Add(from, action, by);
                    }
                }
            }

            return moves;
        }
    }

    [Theory]
    [MemberData(nameof(EveryMove))]
    [Trait("Checklist", "S3")]
    public void Next_EveryStateActionAndActor_IsAsTheDomainSays(OrderStatus from, OrderAction action, OrderActor by)
    {
        OrderStatus? expected = (from, action, by) switch
        {
            (OrderStatus.Draft, OrderAction.Submit, OrderActor.Buyer) => OrderStatus.PendingApproval,
            (OrderStatus.Draft, OrderAction.SubmitWithoutApproval, not OrderActor.Platform) => OrderStatus.InProgress,
            (OrderStatus.PendingApproval, OrderAction.Approve, OrderActor.Seller) => OrderStatus.InProgress,
            (OrderStatus.PendingApproval, OrderAction.Reject, OrderActor.Seller) => OrderStatus.Canceled,
            (OrderStatus.PendingApproval, OrderAction.Withdraw, OrderActor.Buyer) => OrderStatus.Canceled,
            (OrderStatus.PendingApproval or OrderStatus.InProgress, OrderAction.Refuse or OrderAction.Expire, OrderActor.Platform) => OrderStatus.Canceled,
            (OrderStatus.InProgress, OrderAction.CompleteLine or OrderAction.CancelRest, OrderActor.Seller) => OrderStatus.InProgress,
            (OrderStatus.InProgress, OrderAction.Cancel, OrderActor.Seller) => OrderStatus.Canceled,
            (OrderStatus.InProgress, OrderAction.Answer, OrderActor.Platform) => OrderStatus.InProgress,
            (OrderStatus.InProgress, OrderAction.Execute, OrderActor.Platform) => OrderStatus.Executed,
            (OrderStatus.InProgress, OrderAction.Fail, OrderActor.Platform) => OrderStatus.Canceled,
            _ => null,
        };

        var refused = OrderLifecycle.Table.Next(from, action, by).IsRefused(out var refusal, out var to);

        Assert.Equal(expected is null, refused);
        if (expected is { } status)
        {
            Assert.Equal(status, to);
        }
        else
        {
            Assert.EndsWith("_not_allowed", refusal!.Code, StringComparison.Ordinal);
        }
    }
}
