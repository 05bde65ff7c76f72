using System.Globalization;
using Storefront.Contracts.V1;
using Storefront.Domain.Mails;

namespace Storefront.Api.Mails;

/// <summary>What templates can say about an order: <c>order</c>, <c>buyer</c> and <c>shop</c>.</summary>
internal static class OrderLetters
{
    /// <param name="statusUrl">The page that needs no sign-in.</param>
    public static Letter Of(MailKind kind, Order order, Letterhead shop, string buyerName, string statusUrl, DateTimeOffset? decideUntil)
    {
        var isForBuyer = kind != MailKind.ApprovalWanted;
        return new Letter(
            kind,
            order.SellerId,
            order.Id,
            isForBuyer ? order.BuyerId : order.SellerId,
            Values(order, isForBuyer, shop, buyerName, statusUrl, decideUntil),
            [statusUrl]);
    }

    /// <summary>Stands for an order of the seller in a preview, and shows which placeholders there are.</summary>
    public static IReadOnlyDictionary<string, object?> Sample(Letterhead shop, string statusUrl) => new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["order"] = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["number"] = "1042",
            ["statusUrl"] = statusUrl,
            ["total"] = "240.00 USD",
            ["needsApproval"] = true,
            ["decideUntil"] = "31 March 2027",
            ["reason"] = "The product is no longer sold.",
            ["code"] = "rejected",
            ["lines"] = new[] { Line(12, "Business plan", "delivered"), Line(1, "Extra storage", "waiting") },
        },
        ["buyer"] = Named("Contoso"),
        ["shop"] = Head(shop),
    };

    private static Dictionary<string, object?> Values(
        Order order, bool isForBuyer, Letterhead shop, string buyerName, string statusUrl, DateTimeOffset? decideUntil) => new(StringComparer.Ordinal)
    {
        ["order"] = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["number"] = order.Number,
            ["statusUrl"] = statusUrl,
            // No total is shown to a customer for an order that its seller placed.
            ["total"] = isForBuyer && order.PlacedBy == "seller" ? "" : Total(order),
            ["needsApproval"] = order.Status == "pendingApproval",
            ["decideUntil"] = decideUntil?.ToString("d MMMM yyyy", CultureInfo.InvariantCulture) ?? "",
            ["reason"] = order.CancelReason ?? "",
            ["code"] = order.CancelCode ?? "",
            ["lines"] = order.Lines.Select(line => Line(line.Quantity, line.ProductName, line.Delivery)).ToArray(),
        },
        ["buyer"] = Named(buyerName),
        ["shop"] = Head(shop),
    };

    /// <summary>Of what is bought, before tax; empty where nothing is.</summary>
    private static string Total(Order order)
    {
        var prices = order.Lines
            .Where(line => line.Action is "buy" or "increase" or "upgrade")
            .Select(line => Primitives.Money.Parse(line.UnitPrice.Amount, line.UnitPrice.Currency) * line.Quantity)
            .ToList();
        return prices.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{prices.Aggregate((sum, price) => sum + price).ToDecimalString()} {prices[0].Currency.Code}");
    }

    private static Dictionary<string, object?> Line(int quantity, string product, string delivery) => new(StringComparer.Ordinal)
    {
        ["quantity"] = quantity,
        ["product"] = product,
        ["delivery"] = delivery,
    };

    private static Dictionary<string, object?> Named(string name) => new(StringComparer.Ordinal) { ["name"] = name };

    private static Dictionary<string, object?> Head(Letterhead shop) => new(StringComparer.Ordinal)
    {
        ["name"] = shop.Name,
        ["supportEmail"] = shop.SupportEmail ?? "",
    };
}
