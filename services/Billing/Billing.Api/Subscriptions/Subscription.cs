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

    /// <summary>The order that made it; null where a request did.</summary>
    public Guid? OrderId { get; init; }

    public required Guid ProductId { get; set; }
    public required string ProductName { get; set; }
    public required ProductKind ProductKind { get; init; }

    /// <summary>How it is paid for. What is paid once is an asset: bought for good, and never changed.</summary>
    public ChargeModel Charging { get; init; } = ChargeModel.Recurring;

    /// <summary>What its buyer is on by having it; null where its product is no reseller plan. A connection has one such subscription that lives.</summary>
    public ResellerPlan? ResellerPlan { get; set; }

    /// <summary>What an add-on belongs to: it shares its periods, and ends with it.</summary>
    public Guid? MainSubscriptionId { get; init; }

    public required int Quantity { get; set; }
    public required Money UnitPrice { get; set; }
    public required Term Interval { get; set; }
    public required Term PlanLength { get; set; }
    public required BoughtBy BoughtBy { get; init; }

    /// <summary>When it was agreed, which is when it was activated.</summary>
    public required DateTimeOffset BoughtAt { get; init; }

    public required SubscriptionStatus Status { get; set; }

    /// <summary>Where a suspended one was, and will be again.</summary>
    public SubscriptionStatus? StatusBeforeSuspension { get; private set; }

    /// <summary>Where one that is to be cancelled was, and will be again if that is undone.</summary>
    public SubscriptionStatus? StatusBeforeCancellation { get; private set; }

    /// <summary>First day of a change that is still to come, in the seller's calendar.</summary>
    public DateOnly? ScheduledOn { get; set; }

    /// <summary>Units left from then on.</summary>
    public int? ScheduledQuantity { get; set; }

    /// <summary>Null without a trial, and until first use.</summary>
    public DateTimeOffset? TrialEndsAt { get; set; }

    /// <summary>When the buyer began to pay; null while it does not.</summary>
    public DateTimeOffset? BilledFrom { get; set; }

    public DateTimeOffset? FirstUsedAt { get; set; }
    public long Version { get; set; } = 1;

    public SubscriptionStanding Standing() => new(Status, StatusBeforeSuspension, StatusBeforeCancellation);

    /// <summary>Takes the status that a move led to.</summary>
    public void Stand(SubscriptionStanding standing)
    {
        Status = standing.Status;
        StatusBeforeSuspension = standing.BeforeSuspension;
        StatusBeforeCancellation = standing.BeforeCancellation;
    }

    /// <summary>What it is now, in the words of a request.</summary>
    public RequestedState State() => new(ProductId, ProductName, Quantity, UnitPrice, Interval, PlanLength);

    /// <summary>As far as changing it needs to know it.</summary>
    public ChangedSubscription AsChanged() => new(Status, ProductKind, State(), ScheduledOn is not null, Charging, ResellerPlan);

    /// <summary>First day on which it is not had any more, if it is to end.</summary>
    public DateOnly? EndsOn() => ScheduledQuantity == 0 ? ScheduledOn : null;

    /// <summary>Takes other terms. Quantity 0 is left to the status: what was cancelled is remembered as it was.</summary>
    public void Take(RequestedState state)
    {
        ProductId = state.ProductId;
        ProductName = state.ProductName;
        Quantity = state.Quantity == 0 ? Quantity : state.Quantity;
        UnitPrice = state.UnitPrice;
        Interval = state.Interval;
        PlanLength = state.PlanLength;
    }
}
