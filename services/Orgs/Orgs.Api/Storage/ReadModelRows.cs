using ServiceDefaults.Storage;

namespace Orgs.Api.Storage;

/// <summary>What Orgs remembers of a subscription of Billing's: a connection with a live one cannot end.</summary>
public sealed class ConnectionSubscription : IConnectionRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid ConnectionId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public bool IsLive { get; set; }

    /// <summary>Of the event it was read from; older ones are dropped.</summary>
    public long Version { get; set; }
}

/// <summary>Where a seller's shop stands: who signs in there names its address.</summary>
public sealed class OpenShop : IRealmRow
{
    public required Guid SellerId { get; init; }
    public required Guid RealmId { get; init; }

    /// <summary>Normalized; null while the shop is closed.</summary>
    public string? Address { get; init; }

    public required DateTimeOffset ToldAt { get; init; }

    /// <summary>Of the event it was read from; older ones are dropped.</summary>
    public required long Version { get; init; }
}

/// <summary>What Orgs remembers of an invoice of Billing's: a connection with an overdue one is not restored.</summary>
public sealed class ConnectionInvoice : IConnectionRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid ConnectionId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public bool IsOverdue { get; set; }

    /// <summary>Of the event it was read from; older ones are dropped.</summary>
    public long Version { get; set; }
}
