using Billing.Domain;
using Primitives;
using ServiceDefaults.Web;

namespace Billing.Api.Requests;

/// <summary>A request as one of its two sides sees it.</summary>
/// <param name="Change">What it does.</param>
/// <param name="ProposedById">The organisation that proposed it.</param>
/// <param name="Before">Null where it creates something.</param>
/// <param name="After">What it wants to be so; of a cancellation what is left, which may be 0 units.</param>
/// <param name="MainSubscriptionId">For a new add-on, what it belongs to.</param>
/// <param name="EffectiveOn">First day on which it counts; null for at once.</param>
/// <param name="CounterOf">The request that it answers with other terms.</param>
/// <param name="SubmittedAt">Null for a draft, as is the expiry.</param>
/// <param name="Outcome">Who ended it, when and why; null while undecided.</param>
/// <param name="Failure">Why something approved did not take effect.</param>
/// <param name="SubscriptionId">What it is to change, or what it made.</param>
/// <param name="Margin">The seller's own view of its cost; null for the buyer, and where the operator sells.</param>
internal sealed record RequestView(
    Guid Id,
    Guid ConnectionId,
    Guid SellerId,
    Guid BuyerId,
    RequestType Type,
    RequestChange Change,
    RequestStatus Status,
    Guid ProposedById,
    RequestedStateView? Before,
    RequestedStateView After,
    Guid? MainSubscriptionId,
    EffectiveTime Effective,
    DateOnly? EffectiveOn,
    Guid? CounterOf,
    string? Reason,
    DateTimeOffset? SubmittedAt,
    DateTimeOffset? ExpiresAt,
    RequestOutcome? Outcome,
    RequestFailure? Failure,
    Guid? SubscriptionId,
    RequestMarginView? Margin,
    long Version) : IVersionedView
{
    public static RequestView Of(Request request, RequestMargin? margin = null) => new(
        request.Id,
        request.ConnectionId,
        request.SellerId,
        request.BuyerId,
        request.Type,
        request.Change,
        request.Status,
        request.ProposedById,
        request.Before is { } before ? RequestedStateView.Of(before) : null,
        RequestedStateView.Of(request.After),
        request.MainSubscriptionId,
        request.Effective,
        request.EffectiveOn,
        request.CounterOfId,
        request.Reason,
        request.SubmittedAt,
        request.ExpiresAt,
        request.Outcome,
        request.Failure,
        request.SubscriptionId,
        RequestMarginView.Of(margin),
        request.Version);
}

internal sealed record RequestedStateView(Guid ProductId, string ProductName, int Quantity, Money UnitPrice, Term Interval, Term PlanLength)
{
    public static RequestedStateView Of(RequestedState state) =>
        new(state.ProductId, state.ProductName, state.Quantity, state.UnitPrice, state.Interval, state.PlanLength);
}

/// <param name="WholesaleUnitPrice">What the seller pays for one account or unit and one interval.</param>
/// <param name="BelowWholesale">It proposes to sell for less than that; it may.</param>
internal sealed record RequestMarginView(Money WholesaleUnitPrice, ChargedPer Per, bool BelowWholesale)
{
    public static RequestMarginView? Of(RequestMargin? margin) =>
        margin is null ? null : new(margin.WholesaleUnitPrice, margin.WholesalePer, margin.IsBelowWholesale);
}
