using Billing.Api.Connections;
using Billing.Api.Prices;
using Billing.Api.Products;
using Billing.Api.Subscriptions;
using Billing.Domain;

namespace Billing.Api.Requests;

/// <summary>In whose name somebody proposes.</summary>
internal sealed record Proposer(Guid OrganizationId, Guid PersonId);

/// <summary>What somebody wants to propose, not yet looked at by the rules.</summary>
/// <param name="Connection">Where.</param>
/// <param name="Product">Of the state wanted.</param>
/// <param name="Change">What it does.</param>
/// <param name="After">What is to be so.</param>
internal sealed record Proposal(Connection Connection, Product Product, RequestChange Change, RequestedState After)
{
    /// <summary>What it changes; null where it creates something.</summary>
    public Subscription? Subscription { get; init; }

    /// <summary>For a new add-on: what it is to belong to. Left out, it is the connection's only main subscription, if there is one alone.</summary>
    public Guid? MainSubscriptionId { get; init; }

    public EffectiveTime Effective { get; init; }

    /// <summary>With <see cref="EffectiveTime.Date"/>.</summary>
    public DateOnly? EffectiveOn { get; init; }

    /// <summary>Where it is not proposed, but a line of an order.</summary>
    public OrderLineOrigin? Order { get; init; }

    /// <summary>Where they have been read already, as for many that are proposed at once.</summary>
    public ConnectionPrices? Prices { get; init; }

    public string? Reason { get; init; }
    public Guid? CounterOfId { get; init; }
}

/// <summary>Which line of which order something is.</summary>
/// <param name="PricedAt">As of when it costs what it costs.</param>
/// <param name="FollowsMain">An add-on to what another line of it buys.</param>
internal sealed record OrderLineOrigin(Guid OrderId, Guid LineId, DateTimeOffset PricedAt, bool FollowsMain);

/// <summary>A request that the rules accept, as a draft that nothing was saved of yet, with the seller's margin where it costs the seller something.</summary>
internal sealed record PreparedRequest(Request Request, RequestMargin? Margin);
