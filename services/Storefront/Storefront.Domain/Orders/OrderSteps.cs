using System.Runtime.InteropServices;

namespace Storefront.Domain;

/// <summary>Something that happened to an order: a line of its history, and for most of them an event.</summary>
public enum OrderStep
{
    Submitted,
    Approved,

    /// <summary>Billing has locked the prices.</summary>
    Accepted,

    /// <summary>Orgs was asked to change the plan.</summary>
    PlanOrdered,

    LineDelivered,
    LineActivated,
    LineCanceled,
    Executed,
    Canceled,
}

/// <param name="LineId">Null where it concerns the whole order.</param>
/// <param name="Code">Why something was canceled.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct OrderHappening(OrderStep Step, Guid? LineId = null, string? Code = null);

/// <summary>What the other services are told, in this order.</summary>
public enum OrderNews
{
    Submitted,
    Approved,
    PlanOrdered,
    Provisioned,
    Executed,
    Canceled,
}

/// <summary>What a move was, read off the order before and after it: so that no operation can forget to tell.</summary>
public static class OrderSteps
{
    /// <param name="before">Null for a new order.</param>
    public static IReadOnlyList<OrderHappening> Between(OrderState? before, OrderState after)
    {
        var steps = new List<OrderHappening>();
        if (before is null)
        {
            steps.Add(new OrderHappening(OrderStep.Submitted));
        }

        if (WasApproved(before, after))
        {
            steps.Add(new OrderHappening(OrderStep.Approved));
        }

        if (before is { IsAccepted: false } && after.IsAccepted)
        {
            steps.Add(new OrderHappening(OrderStep.Accepted));
        }

        if (before is { IsPlanOrdered: false } && after.IsPlanOrdered)
        {
            steps.Add(new OrderHappening(OrderStep.PlanOrdered));
        }

        // An order that is canceled as a whole says so once.
        if (after.Status != OrderStatus.Canceled)
        {
            steps.AddRange(Changed(before, after).Select(line => new OrderHappening(StepOf(line.Delivery), line.Id, line.Code)));
        }

        if (before?.Status != after.Status && after.HasEnded)
        {
            steps.Add(after.Ending is { } ending ? new OrderHappening(OrderStep.Canceled, Code: ending.Code) : new OrderHappening(OrderStep.Executed));
        }

        return steps;
    }

    /// <summary>Billing is told of lines that were delivered, and of those that will not be, so that it lets go of them.</summary>
    public static IReadOnlyList<OrderNews> News(OrderState? before, OrderState after)
    {
        var news = Between(before, after).Select(happening => happening.Step switch
        {
            OrderStep.Submitted => OrderNews.Submitted,
            OrderStep.Approved => OrderNews.Approved,
            OrderStep.PlanOrdered => OrderNews.PlanOrdered,
            OrderStep.LineDelivered or OrderStep.LineCanceled => OrderNews.Provisioned,
            OrderStep.Executed => OrderNews.Executed,
            OrderStep.Canceled => OrderNews.Canceled,
            _ => (OrderNews?)null,
        });
        return [.. news.OfType<OrderNews>().Distinct()];
    }

    private static bool WasApproved(OrderState? before, OrderState after) =>
        before is null ? after.Status == OrderStatus.InProgress : before.Status == OrderStatus.PendingApproval && after.Status == OrderStatus.InProgress;

    private static IEnumerable<LineState> Changed(OrderState? before, OrderState after) =>
        before is null ? [] : after.Lines.Zip(before.Lines).Where(line => line.First.Delivery != line.Second.Delivery).Select(line => line.First);

    private static OrderStep StepOf(LineDelivery delivery) => delivery switch
    {
        LineDelivery.Delivered => OrderStep.LineDelivered,
        LineDelivery.Active => OrderStep.LineActivated,
        _ => OrderStep.LineCanceled,
    };
}
