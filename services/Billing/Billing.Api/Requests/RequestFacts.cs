using Billing.Domain;
using Facts = Billing.Contracts.V1;

namespace Billing.Api.Requests;

internal static class RequestFacts
{
    /// <summary>Of what was submitted: a draft is nobody else's business.</summary>
    public static Facts.Request ToFact(this Request request) => new(
        request.Id,
        request.ConnectionId,
        request.SellerId,
        request.BuyerId,
        request.Type.ToWord(),
        request.Status.ToWord(),
        request.ProposedById,
        request.Before?.ToFact(),
        request.After.ToFact(),
        request.Reason,
        request.SubmittedAt!.Value,
        request.ExpiresAt!.Value,
        request.Outcome?.At,
        request.Outcome?.Reason,
        request.SubscriptionId,
        request.Change.ToWord(),
        request.EffectiveOn,
        request.CounterOfId,
        request.Failure?.Code);

    private static Facts.RequestedState ToFact(this RequestedState state) =>
        new(state.ProductId, state.ProductName, state.Quantity, state.UnitPrice.ToFact(), state.Interval.ToWord(), state.PlanLength.ToWord());
}
