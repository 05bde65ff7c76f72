namespace Billing.Contracts.V1;

/// <summary>An approved order can be delivered: its prices are locked, and nothing else can change what it changes. Aggregate of all these: the order.</summary>
public sealed record OrderAccepted(OrderAnswer Answer);

/// <summary>An order cannot be taken, as a whole; nothing of it was done.</summary>
public sealed record OrderRefused(OrderAnswer Answer);

/// <summary>Delivered lines are charged for, or could not be.</summary>
public sealed record OrderActivated(OrderAnswer Answer);

/// <param name="OrderId">The order.</param>
/// <param name="SellerId">Of its connection.</param>
/// <param name="BuyerId">Of its connection.</param>
/// <param name="Code">Why it was refused, such as price_changed or change_undecided; null otherwise.</param>
/// <param name="Detail">The same for a person.</param>
/// <param name="Lines">Every line, as it is with Billing now; empty where the order was refused.</param>
public sealed record OrderAnswer(Guid OrderId, Guid SellerId, Guid BuyerId, string? Code, string? Detail, IReadOnlyList<OrderLineAnswer> Lines);

/// <param name="LineId">The order's line.</param>
/// <param name="Status">pending (locked, waits for delivery) | active | failed | withdrawn</param>
/// <param name="SubscriptionId">What it made or changed, once active. Where an upgrade took only some units, the subscription they became.</param>
/// <param name="Code">Why it failed.</param>
public sealed record OrderLineAnswer(Guid LineId, string Status, Guid? SubscriptionId, string? Code);
