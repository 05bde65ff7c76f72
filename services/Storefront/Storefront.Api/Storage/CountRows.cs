using ServiceDefaults.Storage;
using Storefront.Domain;

namespace Storefront.Api.Storage;

/// <summary>What subscriptions and counts of them are chosen by.</summary>
internal interface ISubscriptionTraits : IConnectionRow
{
    Guid ConnectionId { get; }
    SubscriptionKind Kind { get; }
    SubscriptionStatus Status { get; }
}

/// <summary>
/// How many subscriptions there are of one sort: the sum over every row of that sort. A trigger keeps it in the transaction that writes the subscriptions, so
/// it is right whatever wrote them and in whatever order. Nobody waits for a count: a writer that finds it taken counts in a row of its own, so
/// that there are as many rows of a sort as there were ever writers at once, and one of them alone may be negative.
/// </summary>
internal sealed class SubscriptionCountRow : ISubscriptionTraits
{
    public long Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid ConnectionId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required SubscriptionKind Kind { get; init; }

    /// <summary>They belong to others, under which a list shows them.</summary>
    public required bool IsUnderMain { get; init; }

    public required SubscriptionStatus Status { get; init; }
    public required long Count { get; init; }
}

/// <summary>How many orders a buyer placed with a seller that stand so: kept, and to be summed up, like <see cref="SubscriptionCountRow"/>.</summary>
internal sealed class OrderCountRow : IConnectionRow
{
    public long Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required OrderStatus Status { get; init; }
    public required long Count { get; init; }
}
