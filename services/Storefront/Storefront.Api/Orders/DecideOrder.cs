using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Orders;

/// <summary>The seller agrees to an order or declines it.</summary>
internal static class DecideOrder
{
    public static readonly Refusal DeciderBelongsToBuyer = new(
        "decider_belongs_to_proposer", "Whoever belongs to the ordering organisation cannot decide about its order.", RefusalKind.NotPermitted);

    public static Task<Results<Ok<OrderDetail>, ProblemHttpResult>> Approve(
        Guid id, OrderReason? body, Caller caller, IfMatch ifMatch, MoveOrder move, StorefrontDb db, CancellationToken cancellationToken) =>
        move.Run("approve-order", id, body, OrderActor.Seller, caller, ifMatch, (order, state, cancel) => Approve(db, caller, order, state, cancel), cancellationToken);

    public static Task<Results<Ok<OrderDetail>, ProblemHttpResult>> Reject(
        Guid id, OrderReason? body, Caller caller, IfMatch ifMatch, MoveOrder move, StorefrontDb db, CancellationToken cancellationToken) =>
        move.Run("reject-order", id, body, OrderActor.Seller, caller, ifMatch, (order, state, cancel) => Reject(db, caller, order, state, body?.Reason, cancel), cancellationToken);

    private static async Task<Result<OrderState>> Approve(StorefrontDb db, Caller caller, ShopOrder order, OrderState state, CancellationToken cancellationToken)
    {
        if (await BelongsToBuyer(db, caller, order, cancellationToken))
        {
            return DeciderBelongsToBuyer;
        }

        if (!await db.Connections.AnyAsync(row => row.Id == order.ConnectionId && row.Status == ConnectionStatus.Active, cancellationToken))
        {
            return OrderRules.ConnectionNotActive;
        }

        return await db.Correspondents.AnyAsync(row => row.Id == order.BuyerId && row.Status != OrganizationStatus.Active, cancellationToken)
            ? OrderRules.BuyerSuspended
            : OrderProgress.Approve(state);
    }

    private static async Task<Result<OrderState>> Reject(
        StorefrontDb db, Caller caller, ShopOrder order, OrderState state, string? reason, CancellationToken cancellationToken) =>
        await BelongsToBuyer(db, caller, order, cancellationToken) ? DeciderBelongsToBuyer : OrderProgress.Reject(state, reason);

    private static Task<bool> BelongsToBuyer(StorefrontDb db, Caller caller, ShopOrder order, CancellationToken cancellationToken) =>
        db.Memberships.AnyAsync(row => row.PersonId == caller.PersonId && row.OrganizationId == order.BuyerId && row.IsActive, cancellationToken);
}
