using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Api.Storage;
using Storefront.Domain;

namespace Storefront.Api.Orders;

/// <param name="Reason">Kept with the order, for both sides to read.</param>
internal sealed record OrderReason(string? Reason);

/// <summary>An order that the caller is about to move, locked, once everything that all moves ask for was found in order.</summary>
internal static class OrderToMove
{
    public const int LongestReason = 1000;

    public static readonly Refusal OnlySeller = new("only_seller_decides", "The order's seller decides about it.", RefusalKind.NotPermitted);

    public static readonly Refusal OnlyBuyer = new("only_buyer_withdraws", "The order's buyer takes it back.", RefusalKind.NotPermitted);

    public static readonly Refusal ConnectionEnded = new("connection_ended", "Nothing changes on an ended connection.");

    /// <param name="actor">The side that may do it. Permission comes before state: who must not decide does not learn whether it is too late.</param>
    public static async Task<Result<ShopOrder>> Load(
        StorefrontDb db, Guid id, OrderReason? body, OrderActor actor, Caller caller, IfMatch ifMatch, CancellationToken cancellationToken)
    {
        if (new FieldChecks().OptionalText("reason", body?.Reason, LongestReason, multiline: true).Refused(out var malformed))
        {
            return malformed;
        }

        var order = await db.LockOrder(id, cancellationToken);
        if (order is null)
        {
            return new Refusal("not_found", "There is no such order.", RefusalKind.NotFound);
        }

        if (caller.OrganizationId != (actor == OrderActor.Seller ? order.SellerId : order.BuyerId))
        {
            return actor == OrderActor.Seller ? OnlySeller : OnlyBuyer;
        }

        if (ifMatch.Check(order.Version) is { } stale)
        {
            return stale;
        }

        return await db.Connections.AnyAsync(row => row.Id == order.ConnectionId && row.Status == ConnectionStatus.Ended, cancellationToken) ? ConnectionEnded : order;
    }
}
