using System.Text.Json.Nodes;

namespace AppHost.Commands.Demo;

/// <summary>What customers do in a shop, and what the shop's order desk does about it.</summary>
internal static class DemoShopping
{
    private const string Orders = $"{GatewayApi.Storefront}/orders";

    /// <summary>Puts it into the basket; an add-on belongs to the line before it. Returns the basket.</summary>
    public static async Task<JsonNode> FillBasketAsync(DemoCustomer customer, CancellationToken cancellationToken, params (DemoProduct Product, int Quantity)[] lines)
    {
        JsonNode basket = new JsonObject();
        Guid? main = null;
        foreach (var (product, quantity) in lines)
        {
            var isAddOn = product.Kind == "addOn";
            var line = new
            {
                productId = product.Id,
                quantity,
                currency = customer.Seller.Market.Currency,
                interval = "month",
                planLength = "month",
                mainLineId = isAddOn ? main : null,
            };
            // A price or a product may be new.
            basket = await Eventually.ValueAsync(
                async token => await customer.Api.PostAsync($"{BasketOf(customer)}/lines", line, token), cancellationToken);
            main = isAddOn ? main : (Guid)basket["lines"]!.AsArray().Single(shown => (Guid)shown!["productId"]! == product.Id)!["id"]!;
        }

        return basket;
    }

    /// <summary>From the basket to the order. Returns the order.</summary>
    public static async Task<Guid> OrderAsync(DemoCustomer customer, string? note, CancellationToken cancellationToken, params (DemoProduct Product, int Quantity)[] lines)
    {
        var basket = await FillBasketAsync(customer, cancellationToken, lines);
        var order = await customer.Api.PostAsync($"{BasketOf(customer)}/checkout", new { quoteToken = (string)basket["quoteToken"]!, note }, cancellationToken);
        return (Guid)order["order"]!["id"]!;
    }

    /// <summary>Changes what the customer has of the product. Returns the order.</summary>
    public static async Task<Guid> ActAsync(DemoCustomer customer, DemoProduct product, object action, CancellationToken cancellationToken)
    {
        var subscriptions = await customer.Api.GetAsync($"{GatewayApi.Storefront}/subscriptions", cancellationToken);
        var subscription = subscriptions["items"]!.AsArray().Single(row => (Guid)row!["productId"]! == product.Id && (string?)row["status"] != "cancelled")!;
        var order = await customer.Api.PostAsync($"{GatewayApi.Storefront}/subscriptions/{(Guid)subscription["id"]!}/actions", action, cancellationToken);
        return (Guid)order["order"]!["id"]!;
    }

    public static Task ApproveAsync(DemoCustomer customer, Guid order, CancellationToken cancellationToken) =>
        customer.Seller.Api.PostAsync($"{Orders}/{order}/approve", new { }, cancellationToken);

    /// <summary>Delivers by hand what waits for it in the customer's order that is in progress.</summary>
    public static async Task DeliverAsync(DemoCustomer customer, string note, CancellationToken cancellationToken)
    {
        var order = await InProgressAsync(customer, cancellationToken);
        var detail = await customer.Seller.Api.GetAsync($"{Orders}/{order}", cancellationToken);
        foreach (var line in detail["lines"]!.AsArray().Where(line => (string?)line!["delivery"] == "waiting"))
            await customer.Seller.Api.PostAsync($"{Orders}/{order}/lines/{(Guid)line!["id"]!}/complete", new { note }, cancellationToken);
    }

    /// <summary>The seller gives up what is left of the customer's order that is in progress.</summary>
    public static async Task GiveUpAsync(DemoCustomer customer, string reason, CancellationToken cancellationToken) => await customer.Seller.Api.PostAsync(
        $"{Orders}/{await InProgressAsync(customer, cancellationToken)}/cancel", new { reason }, cancellationToken);

    /// <summary>A seller's back office prepares an order for a buyer. Returns the draft, which waits to be submitted.</summary>
    /// <param name="alias">For the storefront of a reseller plan.</param>
    public static async Task<Guid> DraftAsync(
        DemoSeller seller, Guid connectionId, IReadOnlyList<object> lines, string? alias, string note, CancellationToken cancellationToken) =>
        (Guid)(await seller.Api.PostAsync($"{GatewayApi.Storefront}/order-drafts", new { connectionId, lines, alias, note }, cancellationToken))["id"]!;

    /// <summary>The same, submitted at once.</summary>
    public static async Task OrderByDraftAsync(
        DemoSeller seller, Guid connectionId, IReadOnlyList<object> lines, string? alias, string note, CancellationToken cancellationToken)
    {
        var draft = await DraftAsync(seller, connectionId, lines, alias, note, cancellationToken);
        await seller.Api.PostAsync($"{GatewayApi.Storefront}/order-drafts/{draft}/submit", new { }, cancellationToken);
    }

    /// <summary>As a back office writes them down.</summary>
    public static IReadOnlyList<object> Lines(DemoMarket market, params (DemoProduct Product, int Quantity)[] lines) =>
    [
        .. lines.Select(line => new
        {
            action = "buy",
            productId = line.Product.Id,
            quantity = line.Quantity,
            currency = market.Currency,
            interval = "month",
            planLength = "month",
        }),
    ];

    private static string BasketOf(DemoCustomer customer) => $"{GatewayApi.Storefront}/connections/{customer.ConnectionId}/basket";

    private static async Task<Guid> InProgressAsync(DemoCustomer customer, CancellationToken cancellationToken)
    {
        var orders = await customer.Seller.Api.GetAsync($"{Orders}?connectionId={customer.ConnectionId}&status=inProgress", cancellationToken);
        return (Guid)orders["items"]!.AsArray().Single()!["id"]!;
    }
}
