namespace Storefront.Domain;

/// <summary>How far a line is.</summary>
public enum LineDelivery
{
    /// <summary>Nothing was done for it yet.</summary>
    Waiting,

    /// <summary>The seller, or what stands in for it, has done its part.</summary>
    Delivered,

    /// <summary>Billing charges for it.</summary>
    Active,

    Canceled,
}

/// <summary>Who delivers a line.</summary>
public enum LineProvisioning
{
    /// <summary>Nobody has to: it is delivered as soon as Billing has taken the order.</summary>
    Automatic,

    /// <summary>The seller says when it is.</summary>
    Manual,

    /// <summary>Orgs, by changing the partner's plan.</summary>
    ResellerPlan,
}

/// <summary>How far a line is, and what it came to.</summary>
/// <param name="MainLineId">The line of the same order that buys what this one belongs to: it is delivered no earlier.</param>
/// <param name="SubscriptionId">What it made or changed, once active.</param>
/// <param name="Code">Why it was canceled.</param>
public sealed record LineState(Guid Id, LineProvisioning Provisioning, Guid? MainLineId, LineDelivery Delivery, Guid? SubscriptionId = null, string? Code = null)
{
    public bool IsOpen => Delivery is LineDelivery.Waiting or LineDelivery.Delivered;

    public LineState Cancel(string code) => this with { Delivery = LineDelivery.Canceled, Code = code };
}

/// <summary>Why an order was canceled.</summary>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Reason">In words of who did it; null where nobody said anything.</param>
public sealed record OrderEnding(string Code, string? Reason);

/// <summary>Everything about an order that decides what can become of it.</summary>
/// <param name="IsAccepted">Billing has locked its prices and reserved what it changes.</param>
/// <param name="IsPlanOrdered">Orgs was asked for the plan; its answer decides.</param>
/// <param name="Lines">In the order they were put down, an add-on after its main line.</param>
/// <param name="Ending">Set where it is canceled.</param>
public sealed record OrderState(OrderStatus Status, bool IsAccepted, bool IsPlanOrdered, IReadOnlyList<LineState> Lines, OrderEnding? Ending = null)
{
    public bool HasEnded => Status is OrderStatus.Executed or OrderStatus.Canceled;
}
