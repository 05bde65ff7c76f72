using System.Net;
using System.Text.Json.Nodes;
using static Story.Api;
using static Story.Told;

namespace Story;

/// <summary>A seller with a catalogue of the operator's products, and one of its buyers: what the two do again and again, and what is left of it on either side.</summary>
internal sealed class Stall(StoryClient realmOperator, StoryClient seller, StoryClient buyer, Guid connection)
{
    /// <summary>What the seller itself pays for a unit of anything.</summary>
    public const string Wholesale = "0.77";

    private readonly Dictionary<string, Guid> _products = new(StringComparer.Ordinal);

    public StoryClient Seller => seller;

    public StoryClient Buyer => buyer;

    public Guid Connection => connection;

    public string Basket => $"{Storefront}/connections/{connection}/basket";

    public Guid ProductOf(string name) => _products[name];

    /// <summary>The operator makes a product, and the seller publishes it.</summary>
    public async Task OfferAsync(string name, string charging, string provisioning, string price)
    {
        var created = (await realmOperator.PostAsync($"{Billing}/products", new
        {
            name,
            kind = "main",
            charging,
            provisioning,
            sharedWithResellers = true,
            accountSubscription = new { name, managedBy = "operator", sharedWithResellers = true, recommendedPrice = MonthlyPrice(price) },
            resellerSubscription = new { name = $"{name}, wholesale", managedBy = "operator", per = "unit", canBeAppliedMoreThanOnce = true, wholesalePrice = MonthlyPrice(Wholesale) },
        })).Expect(HttpStatusCode.Created);
        _products[name] = (Guid)created.Json["id"]!;

        // Storefront hears of products and plans by events.
        var listing = await Storyteller.EventuallyAsync(
            () => seller.PostAsync($"{Storefront}/catalogue/listings", new { productId = _products[name] }),
            answer => answer.Status == HttpStatusCode.Created,
            Soon,
            $"{seller.Who} lists {name}");
        (await seller.PostAsync($"{Storefront}/catalogue/listings/{(Guid)listing.Json["id"]!}/publish")).Expect(HttpStatusCode.OK);
        await Storyteller.EventuallyAsync(
            () => buyer.GetAsync($"{Storefront}/products?connectionId={connection}"),
            answer => answer.Status == HttpStatusCode.OK && answer.Body.Contains(_products[name].ToString(), StringComparison.Ordinal),
            Soon,
            $"{buyer.Who} sees {name}");
    }

    /// <summary>The seller asks for another price from now on. The basket follows as soon as Storefront has heard of it.</summary>
    public async Task PriceAsync(string product, string amount) => (await seller.PostAsync($"{Billing}/price-books/entries", new
    {
        productId = _products[product],
        kind = "fixed",
        connectionId = connection,
        amount = Dollars(amount),
        interval = "month",
        planLength = "month",
    })).Expect(HttpStatusCode.Created, HttpStatusCode.OK);

    /// <summary>Puts one of each into the basket.</summary>
    /// <returns>The basket as it is then.</returns>
    public async Task<Answer> FillAsync(params IReadOnlyList<string> products)
    {
        Answer? basket = null;
        foreach (var product in products)
        {
            basket = (await buyer.PostAsync(
                $"{Basket}/lines", new { productId = _products[product], quantity = 1, currency = "USD", interval = "month", planLength = "month" })).Expect(HttpStatusCode.OK);
        }

        return basket!;
    }

    public Task<Answer> CheckOutAsync(Answer basket) => buyer.PostAsync($"{Basket}/checkout", new { quoteToken = basket.Text("quoteToken") });

    /// <summary>One of each, at the prices of this moment.</summary>
    public async Task<Guid> OrderAsync(params IReadOnlyList<string> products) =>
        (Guid)(await CheckOutAsync(await FillAsync(products))).Expect(HttpStatusCode.Created).Json["order"]!["id"]!;

    public static string PathOf(Guid order) => $"{Storefront}/orders/{order}";

    /// <summary>What the seller does with an order; it has to be possible.</summary>
    public async Task<JsonNode> DecideAsync(Guid order, string what, object? body = null) => (await seller.PostAsync($"{PathOf(order)}/{what}", body)).Expect(HttpStatusCode.OK).Json;

    /// <summary>The order as the buyer sees it, once it is so.</summary>
    public async Task<JsonNode> SeeAsync(Guid order, Func<JsonNode, bool> isSo, string because) => (await Storyteller.EventuallyAsync(
        async () => (await buyer.GetAsync(PathOf(order))).Expect(HttpStatusCode.OK), answer => isSo(answer.Json), Soon, because)).Json;

    /// <summary>The order as the buyer sees it, once it has ended; which has to be with this status and code.</summary>
    public async Task<JsonNode> EndAsync(Guid order, string status, string? code = null)
    {
        var ended = await SeeAsync(order, seen => Status(seen) is "executed" or "canceled", $"the order is {status}");
        Check(Status(ended) == status && (string?)ended["order"]!["cancelCode"] == code, $"told was {status} {code}: {ended}");
        Check(!ended["actions"]!.AsArray().Any(), $"nothing can be done with what has ended: {ended}");
        return ended;
    }

    public static string? Status(JsonNode order) => (string?)order["order"]!["status"];

    public static IEnumerable<string> Deliveries(JsonNode order) => order["lines"]!.AsArray().Select(line => (string)line!["delivery"]!);

    /// <summary>The place of a line's completion.</summary>
    public static string Line(JsonNode order, int index) => $"lines/{(Guid)order["lines"]![index]!["id"]!}/complete";

    /// <summary>What the buyer was charged with on this connection: one line for each invoice, "order number: amount".</summary>
    public async Task<IReadOnlyList<string>> ChargesAsync()
    {
        var invoices = await ItemsAsync(buyer, $"{Billing}/invoices?connectionId={connection}&limit=100");
        return [.. invoices.Select(invoice => $"{(string?)invoice!["orderNumber"]}: {(string)invoice["amountDue"]!["amount"]!}").Order(StringComparer.Ordinal)];
    }

    /// <summary>The names of all that the buyer has or had.</summary>
    public async Task<IReadOnlyList<string>> BoughtAsync() => await NamesAsync($"{Billing}/subscriptions?connectionId={connection}&limit=100", "productName");

    private async Task<IReadOnlyList<string>> NamesAsync(string path, string property) =>
        [.. (await ItemsAsync(buyer, path)).Select(row => (string)row![property]!).Order(StringComparer.Ordinal)];
}
