using System.Net;
using System.Text.Json.Nodes;
using static Story.Api;
using static Story.Told;

namespace Story;

/// <summary>
/// A customer's year in its seller's shop: it buys from a basket, the seller agrees and delivers by hand; then it adds seats, buys an add-on, upgrades some, cancels half,
/// thinks better of it, and leaves. History, orders and invoices agree at the end, and whoever is none of them sees nothing of it.
/// </summary>
internal sealed class CustomersYearChapter(DeepChannel channel)
{
    private readonly Dictionary<string, Guid> _products = new(StringComparer.Ordinal);
    private readonly List<Guid> _orders = [];
    private StoryClient _trey = null!;
    private StoryClient _woodgrove = null!;
    private Guid _connection;
    private Guid _desks;
    private Guid _storage;

    public async Task TellAsync(Storyteller teller)
    {
        await teller.StepAsync("Trey, on Standard, opens its shop with four products; Woodgrove sees them at Trey's prices", OpenShopAsync);
        await teller.StepAsync("Woodgrove fills a basket; a price moves before it checks out, so it looks again; of two who check out at once one orders", CheckOutAsync);
        await teller.StepAsync("Trey agrees, once; what needs hands is delivered by hand, and only then the order is executed; Woodgrove's mail leads to its status without sign-in", ApproveAndDeliverAsync);
        await teller.StepAsync("Without approval from now on: Woodgrove buys licences at a quote, to the last cent, and a storage add-on", BuyMoreAsync);
        await teller.StepAsync("Two of the desks become Desk Plus: fewer of the one, two of the other", UpgradePartlyAsync);
        await teller.StepAsync("Half of the desks are to end with the period; nothing else can be scheduled, it is undone, and everything is canceled in the end, the add-on with it", CancelAsync);
        await teller.StepAsync("Dashboard, history, orders, invoices and the workbook say the same, and Trey's other customer sees none of it", LookBackAsync);
    }

    private string Basket => $"{Storefront}/connections/{_connection}/basket";

    private string Desks => $"{Storefront}/subscriptions/{_desks}";

    private async Task OpenShopAsync()
    {
        (_trey, var treyId, _) = await channel.CreateChildAsync(channel.Operator, "Trey", "partner");
        (await channel.Operator.PostAsync(DeepChannel.PlanPath(treyId), new { plan = "standard", alias = $"trey-{channel.Cast.Run}" })).Expect(HttpStatusCode.OK);
        (_woodgrove, _, _connection) = await channel.CreateChildAsync(_trey, "Woodgrove", "customer");
        foreach (var (name, kind, charging, provisioning, price) in new[]
        {
            ("Desk Plus", "main", "recurring", "automatic", "15.00"),
            ("Desk", "main", "recurring", "automatic", "10.00"),
            ("Storage", "addOn", "recurring", "automatic", "3.00"),
            ("Moving in", "main", "oneTime", "manual", "90.00"),
        })
        {
            var product = await channel.Operator.PostAsync($"{Billing}/products", Product(name, kind, charging, provisioning, price));
            _products[name] = (Guid)product.Expect(HttpStatusCode.Created).Json["id"]!;
        }

        foreach (var product in _products.Values)
        {
            await PublishAsync(product);
        }

        await SpecialPriceAsync("9.00");
        var shelf = await Storyteller.EventuallyAsync(
            () => _woodgrove.GetAsync($"{Storefront}/products?connectionId={_connection}"),
            answer => answer.Status == HttpStatusCode.OK && answer.Json["items"]!.AsArray().Count == 4 && answer.Body.Contains("\"9.00\"", StringComparison.Ordinal),
            Soon,
            "Woodgrove sees Trey's catalogue with its own price");
        CheckNoMoney(shelf, "0.77");
    }

    private async Task CheckOutAsync()
    {
        await AddAsync("Desk", 6);
        await AddAsync("Moving in", 1);
        var shown = (await _woodgrove.GetAsync(Basket)).Expect(HttpStatusCode.OK);
        CheckMoney(shown.Json["totals"]![0]!["total"], "144.00");

        await SpecialPriceAsync("8.00");
        await Storyteller.EventuallyAsync(
            () => _woodgrove.GetAsync(Basket), answer => (string?)answer.Json["totals"]![0]!["total"]!["amount"] == "138.00", Soon, "the basket has the new price");
        (await _woodgrove.PostAsync($"{Basket}/checkout", new { quoteToken = shown.Text("quoteToken") })).ExpectRefusal(HttpStatusCode.Conflict, "price_changed");
        Check(await CountAsync(_woodgrove, $"{Storefront}/orders") == 0, "a stale price ordered nothing");

        var again = (await _woodgrove.GetAsync(Basket)).Expect(HttpStatusCode.OK).Text("quoteToken");
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => _woodgrove.PostAsync($"{Basket}/checkout", new { quoteToken = again, note = "Ring twice." })));
        var order = both.Single(answer => answer.Status == HttpStatusCode.Created);
        both.Single(answer => answer != order).Expect(HttpStatusCode.Conflict, HttpStatusCode.PreconditionFailed, HttpStatusCode.UnprocessableEntity);
        _orders.Add((Guid)order.Json["order"]!["id"]!);
        Check((string?)order.Json["order"]!["status"] == "pendingApproval", $"Trey has to agree: {order.Body}");
        Check(await CountAsync(_woodgrove, $"{Storefront}/orders") == 1, "of two at once there is one order");
    }

    private async Task ApproveAndDeliverAsync()
    {
        var path = $"{Storefront}/orders/{_orders[0]}";
        (await _woodgrove.PostAsync($"{path}/approve")).Expect(HttpStatusCode.Forbidden);
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => _trey.PostAsync($"{path}/approve")));
        Check(both.Count(answer => answer.Status == HttpStatusCode.OK) == 1, $"one approval counts: {both[0].Status}, {both[1].Status}");

        var inProgress = await OrderAsync(_orders[0], order => Deliveries(order).SequenceEqual(["active", "waiting"]), "the desks are active, moving in waits for hands");
        Check((string?)inProgress["order"]!["status"] == "inProgress", $"the order is in progress: {inProgress}");
        var line = (Guid)inProgress["lines"]![1]!["id"]!;
        (await _woodgrove.PostAsync($"{path}/lines/{line}/complete")).Expect(HttpStatusCode.Forbidden);
        (await _trey.PostAsync($"{path}/lines/{line}/complete", new { note = "Two lorries." })).Expect(HttpStatusCode.OK);
        var executed = await OrderAsync(_orders[0], order => (string?)order["order"]!["status"] == "executed", "the order is executed");
        CheckMoney(executed["order"]!["total"], "138.00");

        // One-time products are invoiced at once, trial or not.
        var invoice = (await InvoicesAsync()).Single();
        CheckMoney(invoice["amountDue"], "90.00");
        Check((string?)invoice["orderNumber"] == (string?)executed["order"]!["number"], $"the invoice names its order: {invoice}");

        var mail = await channel.Cast.Mail.WaitAsync(channel.Cast.EmailOf("Woodgrove"), "order-status");
        Check(!mail.Contains(channel.Cast.EmailOf("Trey")), "the mail names nobody of Trey's");
        var status = (await channel.Cast.Stranger("somebody").GetAsync(mail.Link().AbsolutePath[..^"/page".Length])).Expect(HttpStatusCode.OK);
        Check((string?)status.Json["status"] == "executed", $"whoever has the link sees how it went: {status.Body}");
        _desks = (Guid)(await SubscriptionsAsync(rows => rows.Count == 1)).Single()["id"]!;
    }

    private async Task BuyMoreAsync()
    {
        (await _trey.PutAsync($"{Storefront}/connections/{_connection}/order-approval", new { required = false })).Expect(HttpStatusCode.OK);
        await UseAsync();
        await channel.Clock.MoveAsync("P3D");
        var before = await InvoicesAsync();

        var lines = new[] { new { action = "increase", productId = _products["Desk"], subscriptionId = _desks, quantity = 2, interval = "month", planLength = "month", currency = "USD" } };
        var quote = (await _woodgrove.PostAsync($"{Billing}/order-quotes", new { connectionId = _connection, lines })).Expect(HttpStatusCode.OK);
        await PerformAsync(new { action = "buyLicences", quantity = 2, billingQuoteToken = quote.Text("token") });
        await SubscriptionsAsync(rows => Quantity(rows, "Desk") == 8);
        var charged = (await InvoicesAsync()).Single(invoice => before.All(old => Id(old) != Id(invoice)));
        var quoted = quote.Json["now"]!.AsArray().Single()!;
        CheckMoney(charged["amountDue"], (string)quoted["total"]!["amount"]!);

        await PerformAsync(new { action = "buyAddOn", productId = _products["Storage"], quantity = 1 });
        var rows = await SubscriptionsAsync(rows => Find(rows, "Desk")["addOns"]!.AsArray().Count == 1);
        _storage = (Guid)Find(rows, "Desk")["addOns"]![0]!["id"]!;
    }

    private async Task UpgradePartlyAsync()
    {
        await PerformAsync(new { action = "upgrade", productId = _products["Desk Plus"], quantity = 2 });
        await SubscriptionsAsync(rows => Quantity(rows, "Desk") == 6 && Quantity(rows, "Desk Plus") == 2);
    }

    private async Task CancelAsync()
    {
        await PerformAsync(new { action = "cancel", quantity = 3, effective = "periodEnd", instructions = "The second floor." });
        await Storyteller.EventuallyAsync(
            () => _woodgrove.GetAsync(Desks), answer => (int?)answer.Json["subscription"]!["scheduledChange"]?["quantity"] == 3, Soon, "three desks are to be left");
        (await _woodgrove.PostAsync($"{Desks}/actions", new { action = "cancel", quantity = 1, effective = "periodEnd" })).ExpectRefusal(HttpStatusCode.Conflict, "change_already_scheduled");
        (await _woodgrove.PostAsync($"{Desks}/actions", new { action = "buyLicences", quantity = 1 })).Expect(HttpStatusCode.Conflict);
        await PerformAsync(new { action = "undo" });
        await Storyteller.EventuallyAsync(() => _woodgrove.GetAsync(Desks), answer => answer.Json["subscription"]!["scheduledChange"] is null, Soon, "nothing is scheduled any more");

        await PerformAsync(new { action = "cancel", effective = "now" });
        await Storyteller.EventuallyAsync(
            () => _woodgrove.GetAsync($"{Storefront}/subscriptions?status=cancelled"), answer => Rows(answer).Any(row => Id(row) == _desks), Soon, "the desks are canceled");
        var storage = (await _woodgrove.GetAsync($"{Billing}/subscriptions/{_storage}")).Expect(HttpStatusCode.OK);
        Check((string?)storage.Json["status"] == "cancelled", $"the storage went with them: {storage.Body}");
    }

    private async Task LookBackAsync()
    {
        var steps = await ItemsAsync(_woodgrove, $"{Desks}/purchases");
        var desks = steps.Where(step => (Guid)step!["subscriptionId"]! == _desks).ToList();
        Check(desks.Sum(step => (int)step!["quantityChange"]!) == 0, $"what was bought was given up: {steps}");
        Check(desks.Select(step => (int)step!["quantityChange"]!).Reverse().SequenceEqual([6, 2, -2, -6]), $"and in that order: {steps}");

        var orders = await ItemsAsync(_woodgrove, $"{Storefront}/orders?limit=100");
        Check(orders.All(order => (string?)order!["status"] == "executed"), $"every order was executed: {orders}");
        var numbers = orders.Select(order => int.Parse((string)order!["number"]!, System.Globalization.CultureInfo.InvariantCulture)).Order().ToList();
        Check(numbers.SequenceEqual(Enumerable.Range(1, numbers.Count)), $"Trey's orders are counted without gaps: {orders}");
        var dashboard = (await _woodgrove.GetAsync($"{Storefront}/dashboard")).Expect(HttpStatusCode.OK);
        Check(dashboard.Body.Contains((string)orders[0]!["number"]!, StringComparison.Ordinal), $"the dashboard shows the newest order: {dashboard.Body}");
        Check(await CountAsync(_woodgrove, $"{Storefront}/assets") == 1, "moving in is an asset");
        var workbook = await _woodgrove.DownloadAsync($"{Storefront}/subscriptions/export");
        Check(workbook is [(byte)'P', (byte)'K', ..], "the list can be taken away as a workbook");

        var (stranger, _, _) = await channel.CreateChildAsync(_trey, "Lamna", "customer");
        foreach (var path in new[] { Desks, $"{Desks}/actions", $"{Desks}/purchases", $"{Storefront}/orders/{_orders[0]}", Basket })
        {
            (await stranger.GetAsync(path)).Expect(HttpStatusCode.NotFound);
        }

        Check(await CountAsync(stranger, $"{Storefront}/orders") == 0 && await CountAsync(stranger, $"{Storefront}/subscriptions") == 0, "another customer sees nothing");
        (await stranger.PostAsync($"{Desks}/actions", new { action = "cancel", effective = "now" })).Expect(HttpStatusCode.NotFound);
    }

    /// <summary>One action on the desks, until its order is executed.</summary>
    private async Task PerformAsync(object action)
    {
        // What was ordered before may still be on its way back from Billing.
        var order = await Storyteller.EventuallyAsync(
            () => _woodgrove.PostAsync($"{Desks}/actions", action), answer => answer.Status != HttpStatusCode.Conflict, Soon, $"Woodgrove can do {action}");
        var id = (Guid)order.Expect(HttpStatusCode.Created).Json["order"]!["id"]!;
        _orders.Add(id);
        await OrderAsync(id, detail => (string?)detail["order"]!["status"] == "executed", $"the order of {action} is executed");
    }

    private async Task AddAsync(string product, int quantity) =>
        (await _woodgrove.PostAsync($"{Basket}/lines", new { productId = _products[product], quantity, currency = "USD", interval = "month", planLength = "month" })).Expect(HttpStatusCode.OK);

    private async Task<JsonNode> OrderAsync(Guid id, Func<JsonNode, bool> isSo, string because) => (await Storyteller.EventuallyAsync(
        async () => (await _woodgrove.GetAsync($"{Storefront}/orders/{id}")).Expect(HttpStatusCode.OK), answer => isSo(answer.Json), Soon, because)).Json;

    private async Task<IReadOnlyList<JsonNode>> SubscriptionsAsync(Func<IReadOnlyList<JsonNode>, bool> areSo)
    {
        var answer = await Storyteller.EventuallyAsync(
            async () => (await _woodgrove.GetAsync($"{Storefront}/subscriptions")).Expect(HttpStatusCode.OK), answer => areSo(Rows(answer)), Soon, "Woodgrove's list is up to date");
        return Rows(answer);
    }

    private async Task<IReadOnlyList<JsonNode>> InvoicesAsync() => [.. (await ItemsAsync(_woodgrove, $"{Billing}/invoices")).Select(invoice => invoice!)];

    /// <summary>The first use opens the trial, whose end starts the charges.</summary>
    private async Task UseAsync() => (await _trey.PostAsync(
        $"{Billing}/subscriptions/{_desks}/usage", new { eventId = "first", kind = "other", quantity = 1 })).Expect(HttpStatusCode.OK, HttpStatusCode.Created);

    private async Task SpecialPriceAsync(string amount) => (await _trey.PostAsync($"{Billing}/price-books/entries", new
    {
        productId = _products["Desk"],
        kind = "fixed",
        connectionId = _connection,
        amount = Dollars(amount),
        interval = "month",
        planLength = "month",
    })).Expect(HttpStatusCode.Created, HttpStatusCode.OK);

    private async Task PublishAsync(Guid product)
    {
        // Storefront hears of products and plans by events.
        var listing = await Storyteller.EventuallyAsync(
            () => _trey.PostAsync($"{Storefront}/catalogue/listings", new { productId = product }), answer => answer.Status == HttpStatusCode.Created, Soon, "Trey lists a product");
        (await _trey.PostAsync($"{Storefront}/catalogue/listings/{(Guid)listing.Json["id"]!}/publish")).Expect(HttpStatusCode.OK);
    }

    private object Product(string name, string kind, string charging, string provisioning, string price) => new
    {
        name,
        kind,
        charging,
        provisioning,
        sharedWithResellers = true,
        upgradeTargets = string.Equals(name, "Desk", StringComparison.Ordinal) ? new[] { _products["Desk Plus"] } : [],
        accountSubscription = new { name, managedBy = "operator", sharedWithResellers = true, recommendedPrice = MonthlyPrice(price) },
        resellerSubscription = new { name = $"{name}, wholesale", managedBy = "operator", per = "unit", canBeAppliedMoreThanOnce = true, wholesalePrice = MonthlyPrice("0.77") },
    };

    private static IReadOnlyList<JsonNode> Rows(Answer answer) => [.. answer.Json["items"]!.AsArray().Select(row => row!)];

    private static IEnumerable<string> Deliveries(JsonNode order) => order["lines"]!.AsArray().Select(line => (string)line!["delivery"]!);

    private static JsonNode Find(IReadOnlyList<JsonNode> rows, string name) => rows.Single(row => (string?)row["name"] == name);

    private static int? Quantity(IReadOnlyList<JsonNode> rows, string name) => (int?)rows.SingleOrDefault(row => (string?)row["name"] == name)?["quantity"];

    private static Guid Id(JsonNode row) => (Guid)row["id"]!;
}
