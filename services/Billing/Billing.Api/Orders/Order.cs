using Billing.Api.Subscriptions;
using ServiceDefaults.Storage;

namespace Billing.Api.Orders;

/// <summary>How far Billing has come with an order. Whether it was delivered is known to its lines.</summary>
internal enum OrderStatus
{
    /// <summary>Known, and nothing decided: what it is to change is kept for it.</summary>
    Submitted,

    /// <summary>Its prices are locked, and its lines are charged for as they are delivered.</summary>
    Accepted,

    /// <summary>It could not be taken; nothing of it was kept.</summary>
    Refused,

    /// <summary>Storefront ended it. Also of an order that nothing else is known of yet: what comes late changes nothing.</summary>
    Canceled,
}

/// <summary>What Billing remembers of a Storefront order. Its lines are requests that only the order decides about.</summary>
internal sealed class Order : IConnectionRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required Guid ConnectionId { get; init; }

    /// <summary>Without gaps per seller; printed on its invoices.</summary>
    public required string Number { get; init; }

    public required BoughtBy PlacedBy { get; init; }

    /// <summary>The person who placed it.</summary>
    public required Guid PlacedById { get; init; }

    public required OrderStatus Status { get; set; }

    /// <summary>The highest version that was heard of it.</summary>
    public required long HeardVersion { get; set; }

    /// <summary>Counts what was answered: the version of the answers.</summary>
    public long AnswerVersion { get; set; }

    /// <summary>The side that ordered.</summary>
    public Guid PlacedByOrganizationId => PlacedBy == BoughtBy.Seller ? SellerId : BuyerId;
}
