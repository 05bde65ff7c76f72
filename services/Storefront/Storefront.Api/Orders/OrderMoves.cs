using Storefront.Api.Jobs;
using Storefront.Api.Storage;
using Storefront.Contracts.V1;
using Storefront.Domain;

namespace Storefront.Api.Orders;

/// <summary>Who moves an order, when, and what they say. No person: an answer of another service, or time.</summary>
internal sealed record OrderMove(DateTimeOffset At, Guid? PersonId = null, Guid? OrganizationId = null, string? Note = null);

/// <summary>What every move of an order leaves behind: its new state, a version and an event for each thing that others are told, lines of history, time limits.</summary>
internal static class OrderMoves
{
    /// <summary>A new order begins.</summary>
    public static void Open(this StorefrontDb db, ShopOrder order, OrderMove move)
    {
        db.Add(order);
        db.Tell(order, null, order.State(), move);
    }

    /// <summary>Nothing happens where the state is the one it has.</summary>
    public static void Move(this StorefrontDb db, ShopOrder order, OrderState before, OrderState after, OrderMove move)
    {
        if (!ReferenceEquals(before, after))
        {
            db.Tell(order, before, after, move);
        }
    }

    private static void Tell(this StorefrontDb db, ShopOrder order, OrderState? before, OrderState after, OrderMove move)
    {
        order.Take(after, move.At);
        var news = OrderSteps.News(before, after);
        if (news.Count == 0)
        {
            order.Version++;
        }

        foreach (var told in news)
        {
            order.Version++;
            db.Emit(order, told, move.At);
        }

        foreach (var happening in OrderSteps.Between(before, after))
        {
            db.Write(order, happening, before is null && happening.Step == OrderStep.Approved ? new OrderMove(move.At) : move);
            db.Limit(order, happening.Step, before, after, move.At);
        }
    }

    private static void Emit(this StorefrontDb db, ShopOrder order, OrderNews news, DateTimeOffset at)
    {
        var fact = order.ToFact();
        switch (news)
        {
            case OrderNews.Submitted:
                db.Emit(new OrderSubmitted(fact), order.Id, order.Version, at);
                break;
            case OrderNews.Approved:
                db.Emit(new OrderApproved(fact), order.Id, order.Version, at);
                break;
            case OrderNews.PlanOrdered:
                db.Emit(new ResellerPlanOrdered(fact), order.Id, order.Version, at);
                break;
            case OrderNews.Provisioned:
                db.Emit(new OrderProvisioned(fact), order.Id, order.Version, at);
                break;
            case OrderNews.Executed:
                db.Emit(new OrderExecuted(fact), order.Id, order.Version, at);
                break;
            default:
                db.Emit(new OrderCanceled(fact), order.Id, order.Version, at);
                break;
        }
    }

    private static void Write(this StorefrontDb db, ShopOrder order, OrderHappening happening, OrderMove move) => db.Add(new ShopOrderStep
    {
        Id = Guid.CreateVersion7(),
        RealmId = order.RealmId,
        SellerId = order.SellerId,
        BuyerId = order.BuyerId,
        OrderId = order.Id,
        OrderVersion = order.Version,
        Step = happening.Step,
        LineId = happening.LineId,
        Code = happening.Code,
        Note = move.Note,
        PersonId = move.PersonId,
        OrganizationId = move.OrganizationId,
        At = move.At,
    });

    /// <summary>Each limit has a key of its own and is never moved, which could wait for its run, which waits for us. What is over is dropped, unless it runs just now.</summary>
    private static void Limit(this StorefrontDb db, ShopOrder order, OrderStep step, OrderState? before, OrderState after, DateTimeOffset at)
    {
        if (step == OrderStep.Submitted && after.Status == OrderStatus.PendingApproval)
        {
            db.Schedule<ExpireOrder>(ExpireOrder.KeyOf(order.Id, OrderLimit.Decision), at + OrderLifecycle.TimeToDecide);
        }

        if (before?.Status == OrderStatus.PendingApproval && (step is OrderStep.Approved or OrderStep.Canceled))
        {
            db.UnscheduleUnlessRunning<ExpireOrder>(ExpireOrder.KeyOf(order.Id, OrderLimit.Decision));
        }

        if (step == OrderStep.Approved)
        {
            db.Schedule<ExpireOrder>(ExpireOrder.KeyOf(order.Id, OrderLimit.Answer), at + OrderLifecycle.TimeToAnswer);
        }

        if (step == OrderStep.Accepted || (step == OrderStep.Canceled && before is { Status: OrderStatus.InProgress, IsAccepted: false }))
        {
            db.UnscheduleUnlessRunning<ExpireOrder>(ExpireOrder.KeyOf(order.Id, OrderLimit.Answer));
        }
    }
}
