using System.Diagnostics.CodeAnalysis;
using Primitives;

namespace Storefront.Domain;

/// <summary>A line as Billing tells of it.</summary>
public enum BilledLine
{
    /// <summary>Its price is locked; it waits for delivery.</summary>
    Pending,

    Active,
    Failed,
    Withdrawn,
}

/// <param name="SubscriptionId">What it made or changed, once active.</param>
/// <param name="Code">Why it failed.</param>
public sealed record BilledLineState(Guid LineId, BilledLine Status, Guid? SubscriptionId = null, string? Code = null);

/// <summary>
/// What becomes of an order, whoever moves it and in whatever order answers arrive. People are told why something cannot be done; answers and time that come
/// too late leave the order as it is, by returning the same instance. A line that is active or canceled stays that, and so does an order that has ended.
/// </summary>
public static class OrderProgress
{
    public static readonly Refusal NotAccepted = new("order_not_accepted", "Billing has not answered yet; deliver when the prices are locked.");

    public static readonly Refusal NotManual = new("line_not_manual", "Only what the seller delivers by hand is completed by hand.");

    public static readonly Refusal NotWaiting = new("line_not_waiting", "This line is delivered or canceled already.");

    public static readonly Refusal MainLineFirst = new("main_line_first", "What it belongs to has to be delivered before.");

    public static readonly Refusal NothingLeftToCancel = new("nothing_left_to_cancel", "Everything of it is delivered.");

    public static readonly Refusal PlanUnderway = new("plan_change_underway", "The plan is being changed at this moment; how that ends decides the order.");

    /// <summary>A new order as it is submitted.</summary>
    public static Result<OrderState> Begin(IReadOnlyList<LineState> lines, OrderActor by, bool needsApproval) =>
        OrderLifecycle.Table.Next(OrderStatus.Draft, needsApproval ? OrderAction.Submit : OrderAction.SubmitWithoutApproval, by)
            .IsRefused(out var refusal, out var status)
            ? refusal
            : new OrderState(status, IsAccepted: false, IsPlanOrdered: false, lines);

    public static Result<OrderState> Approve(OrderState order) =>
        OrderLifecycle.Table.Next(order.Status, OrderAction.Approve, OrderActor.Seller).IsRefused(out var refusal, out var status)
            ? refusal
            : order with { Status = status };

    public static Result<OrderState> Reject(OrderState order, string? reason) =>
        End(order, OrderAction.Reject, OrderActor.Seller, new OrderEnding(CancelCodes.Rejected, reason));

    public static Result<OrderState> Withdraw(OrderState order, string? reason) =>
        End(order, OrderAction.Withdraw, OrderActor.Buyer, new OrderEnding(CancelCodes.Withdrawn, reason));

    /// <summary>The seller delivers no more: nothing of the order if nothing is delivered yet, else not the rest of it.</summary>
    public static Result<OrderState> Cancel(OrderState order, string? reason)
    {
        var delivered = order.Lines.Any(line => line.Delivery is LineDelivery.Delivered or LineDelivery.Active);
        // What has ended is refused by the name that the seller knows.
        var action = delivered && !order.HasEnded ? OrderAction.CancelRest : OrderAction.Cancel;
        if (OrderLifecycle.Table.Next(order.Status, action, OrderActor.Seller).IsRefused(out var refusal, out _))
        {
            return refusal;
        }

        if (order.IsPlanOrdered && order.Lines.Any(line => line is { Provisioning: LineProvisioning.ResellerPlan, Delivery: LineDelivery.Waiting }))
        {
            return PlanUnderway;
        }

        if (!delivered)
        {
            return End(order, OrderAction.Cancel, OrderActor.Seller, new OrderEnding(CancelCodes.BySeller, reason));
        }

        return order.Lines.Any(line => line.Delivery == LineDelivery.Waiting)
            ? Settle(order with { Lines = [.. order.Lines.Select(line => line.Delivery == LineDelivery.Waiting ? line.Cancel(CancelCodes.BySeller) : line)] }, reason)
            : NothingLeftToCancel;
    }

    /// <summary>The seller has delivered a line by hand. Add-ons that waited for it alone go with it.</summary>
    /// <exception cref="InvalidOperationException">The order has no such line.</exception>
    public static Result<OrderState> Complete(OrderState order, Guid lineId)
    {
        if (OrderLifecycle.Table.Next(order.Status, OrderAction.CompleteLine, OrderActor.Seller).IsRefused(out var refusal, out _))
        {
            return refusal;
        }

        var line = order.Lines.Single(line => line.Id == lineId);
        if (!order.IsAccepted)
        {
            return NotAccepted;
        }

        if (line.Provisioning != LineProvisioning.Manual)
        {
            return NotManual;
        }

        if (line.Delivery != LineDelivery.Waiting)
        {
            return NotWaiting;
        }

        return line.MainLineId is { } main && order.Lines.Single(other => other.Id == main).Delivery == LineDelivery.Waiting
            ? MainLineFirst
            : Advance(Replace(order, line with { Delivery = LineDelivery.Delivered }));
    }

    /// <summary>Billing has taken the order, or tells what became of its lines.</summary>
    public static OrderState Answer(OrderState order, IReadOnlyCollection<BilledLineState> answers)
    {
        if (OrderLifecycle.Table.Next(order.Status, OrderAction.Answer, OrderActor.Platform).IsRefused(out _, out _))
        {
            return order;
        }

        var told = answers.ToDictionary(answer => answer.LineId);
        var lines = order.Lines.Select(line => line.IsOpen && told.TryGetValue(line.Id, out var answer) ? Follow(line, answer) : line).ToList();
        return order.IsAccepted && lines.SequenceEqual(order.Lines) ? order : Advance(order with { IsAccepted = true, Lines = lines });
    }

    /// <summary>Billing does not take the order. Once it has taken it, it is bound.</summary>
    public static OrderState Refuse(OrderState order, string code, string? detail) =>
        order.IsAccepted ? order : EndUnlessLate(order, OrderAction.Refuse, new OrderEnding(code, detail));

    /// <summary>Orgs has put the partner on the plan.</summary>
    public static OrderState PlanChanged(OrderState order) =>
        IsPlanAwaited(order, out var line) ? Advance(Replace(order, line with { Delivery = LineDelivery.Delivered })) : order;

    /// <summary>Orgs could not put the partner on the plan.</summary>
    public static OrderState PlanRefused(OrderState order, string code, string? detail) =>
        IsPlanAwaited(order, out var line) ? Advance(Replace(order, line.Cancel(code)), detail) : order;

    /// <summary>The seller had its time to decide.</summary>
    public static OrderState ExpireUndecided(OrderState order) =>
        order.Status == OrderStatus.PendingApproval ? EndUnlessLate(order, OrderAction.Expire, new OrderEnding(CancelCodes.Expired, null)) : order;

    /// <summary>Billing had its time to take the order.</summary>
    public static OrderState ExpireUnanswered(OrderState order) =>
        order is { Status: OrderStatus.InProgress, IsAccepted: false }
            ? EndUnlessLate(order, OrderAction.Expire, new OrderEnding(CancelCodes.BillingSilent, null))
            : order;

    private static LineState Follow(LineState line, BilledLineState answer) => answer.Status switch
    {
        BilledLine.Active => line with { Delivery = LineDelivery.Active, SubscriptionId = answer.SubscriptionId },
        BilledLine.Failed => line.Cancel(answer.Code ?? CancelCodes.NotActivated),
        BilledLine.Withdrawn => line.Cancel(answer.Code ?? CancelCodes.BillingWithdrew),
        _ => line,
    };

    private static bool IsPlanAwaited(OrderState order, [NotNullWhen(true)] out LineState? line)
    {
        line = order.Lines.FirstOrDefault(line => line is { Provisioning: LineProvisioning.ResellerPlan, Delivery: LineDelivery.Waiting });
        return order is { Status: OrderStatus.InProgress, IsPlanOrdered: true } && line is not null;
    }

    /// <summary>Does what needs nobody: delivers what is automatic, asks for the plan, cancels what lost what it belongs to. Main lines come first, so once through is enough.</summary>
    private static OrderState Advance(OrderState order, string? reason = null)
    {
        var lines = new List<LineState>(order.Lines.Count);
        var isPlanOrdered = order.IsPlanOrdered;
        foreach (var line in order.Lines)
        {
            var main = line.MainLineId is { } id ? lines.Find(other => other.Id == id)?.Delivery : null;
            lines.Add(line switch
            {
                { Delivery: LineDelivery.Waiting } when main == LineDelivery.Canceled => line.Cancel(CancelCodes.MainCanceled),
                { Delivery: LineDelivery.Waiting, Provisioning: LineProvisioning.Automatic } when main != LineDelivery.Waiting => line with { Delivery = LineDelivery.Delivered },
                _ => line,
            });
            isPlanOrdered |= line is { Delivery: LineDelivery.Waiting, Provisioning: LineProvisioning.ResellerPlan };
        }

        return Settle(order with { Lines = lines, IsPlanOrdered = isPlanOrdered }, reason);
    }

    /// <summary>The order has ended when none of its lines can change any more.</summary>
    private static OrderState Settle(OrderState order, string? reason)
    {
        if (order.Lines.Any(line => line.IsOpen))
        {
            return order;
        }

        var action = order.Lines.Any(line => line.Delivery == LineDelivery.Active) ? OrderAction.Execute : OrderAction.Fail;
        var status = OrderLifecycle.Table.Next(order.Status, action, OrderActor.Platform).Value;
        return order with { Status = status, Ending = status == OrderStatus.Canceled ? new OrderEnding(WhyNothingCame(order), reason) : null };
    }

    /// <summary>The first failure. That the seller canceled other lines is not why these came to nothing.</summary>
    private static string WhyNothingCame(OrderState order) =>
        order.Lines.Select(line => line.Code).FirstOrDefault(code => code is not null and not CancelCodes.BySeller) ?? CancelCodes.BySeller;

    private static OrderState EndUnlessLate(OrderState order, OrderAction action, OrderEnding ending) =>
        End(order, action, OrderActor.Platform, ending).IsRefused(out _, out var ended) ? order : ended;

    private static Result<OrderState> End(OrderState order, OrderAction action, OrderActor by, OrderEnding ending) =>
        OrderLifecycle.Table.Next(order.Status, action, by).IsRefused(out var refusal, out var status)
            ? refusal
            : order with { Status = status, Ending = ending, Lines = [.. order.Lines.Select(line => line.IsOpen ? line.Cancel(ending.Code) : line)] };

    private static OrderState Replace(OrderState order, LineState changed) =>
        order with { Lines = [.. order.Lines.Select(line => line.Id == changed.Id ? changed : line)] };
}

/// <summary>Why orders and their lines are canceled, where Billing and Orgs do not name a reason of their own.</summary>
public static class CancelCodes
{
    public const string Rejected = "rejected";
    public const string Withdrawn = "withdrawn";
    public const string BySeller = "canceled_by_seller";

    /// <summary>Nobody decided in time.</summary>
    public const string Expired = "order_expired";

    /// <summary>Billing did not answer in time.</summary>
    public const string BillingSilent = "billing_silent";

    public const string RefusedByBilling = "refused_by_billing";
    public const string PlanRefused = "plan_refused";
    public const string BillingWithdrew = "billing_withdrew";
    public const string NotActivated = "not_activated";

    /// <summary>The line that buys what this one belongs to was canceled.</summary>
    public const string MainCanceled = "main_line_canceled";
}
