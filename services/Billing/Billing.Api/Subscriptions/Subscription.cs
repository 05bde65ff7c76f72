using Billing.Domain;
using Primitives;
using ServiceDefaults.Storage;

namespace Billing.Api.Subscriptions;

/// <summary>Who placed what became a subscription. Of a request it is the buyer, by whose consent it exists.</summary>
internal enum BoughtBy
{
    Seller,
    Buyer,
}

/// <summary>What a buyer has from its seller. It remembers the connection it was sold on, and its price.</summary>
internal sealed class Subscription : IConnectionRow, IVersionedRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required Guid ConnectionId { get; init; }
    public required Guid RequestId { get; init; }
    public required Guid ProductId { get; init; }
    public required string ProductName { get; init; }
    public required ProductKind ProductKind { get; init; }
    public required int Quantity { get; init; }
    public required Money UnitPrice { get; init; }
    public required Term Interval { get; init; }
    public required Term PlanLength { get; init; }
    public required BoughtBy BoughtBy { get; init; }

    /// <summary>When it was agreed, which is when it was activated.</summary>
    public required DateTimeOffset BoughtAt { get; init; }

    public required SubscriptionStatus Status { get; set; }

    /// <summary>Where a suspended one was, and will be again.</summary>
    public SubscriptionStatus? StatusBeforeSuspension { get; set; }

    /// <summary>Null without a trial, and until first use.</summary>
    public DateTimeOffset? TrialEndsAt { get; set; }

    /// <summary>When the buyer began to pay; null while it does not.</summary>
    public DateTimeOffset? BilledFrom { get; set; }

    public DateTimeOffset? FirstUsedAt { get; set; }
    public long Version { get; set; } = 1;
}
