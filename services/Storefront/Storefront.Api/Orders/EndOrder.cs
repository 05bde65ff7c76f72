using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Domain;

namespace Storefront.Api.Orders;

/// <summary>The buyer takes an undecided order back; the seller gives up one that is in progress, or the rest of it.</summary>
internal static class EndOrder
{
    public static Task<Results<Ok<OrderDetail>, ProblemHttpResult>> Withdraw(
        Guid id, OrderReason? body, Caller caller, IfMatch ifMatch, MoveOrder move, CancellationToken cancellationToken) =>
        move.Run("withdraw-order", id, body, OrderActor.Buyer, caller, ifMatch, (_, state, _) => Task.FromResult(OrderProgress.Withdraw(state, body?.Reason)), cancellationToken);

    public static Task<Results<Ok<OrderDetail>, ProblemHttpResult>> Cancel(
        Guid id, OrderReason? body, Caller caller, IfMatch ifMatch, MoveOrder move, CancellationToken cancellationToken) =>
        move.Run("cancel-order", id, body, OrderActor.Seller, caller, ifMatch, (_, state, _) => Task.FromResult(OrderProgress.Cancel(state, body?.Reason)), cancellationToken);
}
