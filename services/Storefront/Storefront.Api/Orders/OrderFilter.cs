using System.ComponentModel;
using System.Globalization;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Storefront.Domain;

namespace Storefront.Api.Orders;

internal enum OrderSort
{
    Newest,
    Oldest,
}

/// <summary>Which orders are wanted; what is left out does not limit. Bind it with <c>[AsParameters]</c>.</summary>
internal sealed record OrderFilter(
    [property: Description("Only orders your organisation delivers (seller) or pays (buyer).")] OneOf<BoughtBy>? Side,
    [property: Description("Only orders of this connection.")] Guid? ConnectionId,
    [property: Description("Repeat it for several.")] OneOf<OrderStatus>[]? Status,
    [property: Description("Whose turn it is: the seller's decision or delivery, or the platform's (billing, planChange). Repeat it for several.")] OneOf<OrderWait>[]? WaitsFor,
    [property: Description("Only orders placed by the buyer, or by the seller for it.")] OneOf<BoughtBy>? PlacedBy,
    [property: Description("Order date, the first instant.")] DateTimeOffset? SubmittedFrom,
    [property: Description("Order date, the first instant that is too late.")] DateTimeOffset? SubmittedTo,
    [property: Description("An order's number.")] string? Search,
    [property: Description("By order date: newest first if left out.")] OneOf<OrderSort>? Sort)
{
    private const int LongestNumber = 20;

    public FieldChecks Check()
    {
        var checks = new FieldChecks();
        if (Search is { Length: > 0 } && NumberOf(Search) is null)
        {
            checks.Add("search", "invalid_value", "It is the number of an order, in digits.");
        }

        return checks;
    }

    /// <summary>
    /// What the caller's organisation delivers apart from what it pays: each is a range of an index, which "seller or buyer" would not be. Only for a filter
    /// that passed <see cref="Check"/>.
    /// </summary>
    public IReadOnlyList<IQueryable<ShopOrder>> Apply(IQueryable<ShopOrder> orders, Caller caller)
    {
        var organization = caller.OrganizationId;
        var delivered = Narrow(orders.Where(row => row.SellerId == organization));
        var paid = Narrow(orders.Where(row => row.BuyerId == organization));
        return Side?.Value switch
        {
            BoughtBy.Seller => [delivered],
            BoughtBy.Buyer => [paid],
            _ => [delivered, paid],
        };
    }

    private IQueryable<ShopOrder> Narrow(IQueryable<ShopOrder> orders)
    {
        orders = ConnectionId is { } connection ? orders.Where(row => row.ConnectionId == connection) : orders;
        orders = PlacedBy?.Value is { } placedBy ? orders.Where(row => row.PlacedBy == placedBy) : orders;
        orders = SubmittedFrom is { } from ? orders.Where(row => row.SubmittedAt >= from) : orders;
        orders = SubmittedTo is { } to ? orders.Where(row => row.SubmittedAt < to) : orders;
        if (Search is { Length: > 0 } search)
        {
            var number = NumberOf(search);
            orders = orders.Where(row => row.Number == number);
        }

        if (WaitsFor is [var only])
        {
            // By itself it is a range of an index, newest first, whatever else is open.
            var turn = only.Value;
            orders = orders.Where(row => row.WaitsFor == turn);
        }
        else if (WaitsFor is { Length: > 1 })
        {
            var turns = WaitsFor.Select(named => (OrderWait?)named.Value).ToList();
            orders = orders.Where(row => turns.Contains(row.WaitsFor));
        }

        if (Status is not { Length: > 0 })
        {
            return orders;
        }

        var statuses = Status.Select(named => named.Value).ToList();
        orders = orders.Where(row => statuses.Contains(row.Status));
        // Said besides, so that the small index of open orders answers.
        return statuses.TrueForAll(status => status is OrderStatus.PendingApproval or OrderStatus.InProgress) ? orders.Where(row => row.EndedAt == null) : orders;
    }

    private static long? NumberOf(string search) =>
        search.Length <= LongestNumber && long.TryParse(search.Trim().TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
