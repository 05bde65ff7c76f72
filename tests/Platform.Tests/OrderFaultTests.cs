using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Story;
using Testing;

namespace Platform.Tests;

/// <summary>The order exchange between Storefront and Billing, whatever is killed on the way: what was accepted is delivered once, and charged for once.</summary>
[Trait("Checklist", "X22")]
public sealed class OrderFaultTests
{
    private const string Orgs = "/api/orgs/v1";
    private const string Billing = "/api/billing/v1";
    private const string Storefront = "/api/storefront/v1";
    private const int Orders = 16;

    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Orders_StorefrontAndBillingKilledAgainAndAgain_AreEachExecutedWithOneSubscription()
    {
        var shop = await Shop.OpenAsync();

        var ordering = shop.OrderAsync(Orders);
        foreach (var victim in new[] { "billing", "storefront", "billing", "storefront" })
        {
            shop.System.Kill(victim);
            await shop.System.StartAsync(victim);
            await shop.System.HealthyAsync(victim);
        }

        var placed = await ordering;
        var executed = await shop.AllExecutedAsync();

        Assert.Equal(placed.Order(), executed.Select(order => (Guid)order["order"]!["id"]!).Order());
        Assert.Equal(Enumerable.Range(1, Orders), executed.Select(order => int.Parse((string)order["order"]!["number"]!, CultureInfo.InvariantCulture)).Order());
        var made = executed.Select(order => (Guid)order["lines"]!.AsArray().Single()!["subscriptionId"]!).ToList();
        Assert.Equal(made.Order(), (await shop.SubscriptionsAsync()).Order());
    }

    [Fact]
    [Trait("Checklist", "X7")]
    public async Task Orders_ClockMovesWhileBillingHasNotAnswered_AreExecutedAllTheSame()
    {
        var shop = await Shop.OpenAsync();
        shop.System.Kill("billing");
        var placed = await shop.OrderAsync(2);

        var move = await shop.StartMovingClockAsync("P40D");
        await shop.System.StartAsync("billing");
        await shop.ClockMovedAsync(move);

        // Nobody answered for 40 days, by the clock; but they were placed a moment before it moved.
        Assert.Equal(placed.Order(), (await shop.AllExecutedAsync()).Select(order => (Guid)order["order"]!["id"]!).Order());
    }

    /// <summary>An operator's own shop in a fresh realm, and a customer that orders without approval.</summary>
    private sealed class Shop(RunningSystem system, string realm, StoryClient root, StoryClient customer, Guid connection, Guid product)
    {
        public RunningSystem System => system;

        public static async Task<Shop> OpenAsync()
        {
            var system = await WholeSystem.SharedAsync();
            var cast = new Cast(system);
            var root = await cast.OpenRealmAsync();
            var email = cast.EmailOf("buyer");
            var child = (await root.PostAsync($"{Orgs}/organizations", new
            {
                name = "Buyer",
                kind = "customer",
                superAdmin = new { name = "Buyer", email },
                accountsPayableEmail = email,
                trialDays = 1,
                currency = "USD",
            })).Expect(HttpStatusCode.Created);
            var connection = (Guid)child.Json["connection"]!["id"]!;
            var customer = await cast.AcceptInvitationAsync("Buyer", email);
            var price = new { price = new { amount = "10.00", currency = "USD" }, interval = "month", planLength = "month" };
            var created = (await root.PostAsync($"{Billing}/products", new
            {
                name = "Seat",
                kind = "main",
                sharedWithResellers = true,
                accountSubscription = new { name = "Seat", managedBy = "operator", sharedWithResellers = true, recommendedPrice = price },
                resellerSubscription = new { name = "Seat, wholesale", managedBy = "operator", per = "unit", canBeAppliedMoreThanOnce = true, wholesalePrice = price },
            })).Expect(HttpStatusCode.Created);
            var product = (Guid)created.Json["id"]!;
            var listing = await Eventually.ValueAsync(
                async () =>
                {
                    var answer = await root.PostAsync($"{Storefront}/catalogue/listings", new { productId = product });
                    return answer.Status == HttpStatusCode.Created ? answer : null;
                },
                because: "the operator lists its product");
            (await root.PostAsync($"{Storefront}/catalogue/listings/{(Guid)listing.Json["id"]!}/publish")).Expect(HttpStatusCode.OK);
            (await root.PutAsync($"{Storefront}/connections/{connection}/order-approval", new { required = false })).Expect(HttpStatusCode.OK);
            return new Shop(system, $"{Orgs}/realms/{cast.RealmId}", root, customer, connection, product);
        }

        /// <summary>Orders a seat so many times, one after another. What a fault makes fail is sent again with the same key until it is answered.</summary>
        public async Task<IReadOnlyList<Guid>> OrderAsync(int times)
        {
            var basket = $"{Storefront}/connections/{connection}/basket";
            var orders = new List<Guid>();
            for (var time = 0; time < times; time++)
            {
                var line = new { productId = product, quantity = 1, currency = "USD", interval = "month", planLength = "month" };
                var filled = await InsistAsync($"{basket}/lines", line);
                var order = await InsistAsync($"{basket}/checkout", new { quoteToken = (string)filled["quoteToken"]! });
                orders.Add((Guid)order["order"]!["id"]!);
            }

            return orders;
        }

        /// <returns>Path of the job.</returns>
        public async Task<string> StartMovingClockAsync(string by) =>
            $"{realm}/clock-jobs/{(await root.PostAsync($"{realm}/advance-clock", new { by })).Expect(HttpStatusCode.Accepted).Text("id")}";

        public Task ClockMovedAsync(string job) => Eventually.Async(
            async () => (await root.GetAsync(job)).Expect(HttpStatusCode.OK).Text("status") == "done", Recovery, "the clock should have moved");

        public async Task<IReadOnlyList<JsonNode>> AllExecutedAsync()
        {
            var ids = (await ItemsAsync($"{Storefront}/orders?limit=100")).Select(order => (Guid)order["id"]!).ToList();
            return await Eventually.ValueAsync(
                async () =>
                {
                    var orders = await Task.WhenAll(ids.Select(async id => (await customer.GetAsync($"{Storefront}/orders/{id}")).Expect(HttpStatusCode.OK).Json));
                    return Array.TrueForAll(orders, order => (string?)order["order"]!["status"] == "executed") ? orders : null;
                },
                Recovery,
                "every order should be executed");
        }

        public async Task<IReadOnlyList<Guid>> SubscriptionsAsync() =>
            [.. (await ItemsAsync($"{Billing}/subscriptions?limit=100")).Select(subscription => (Guid)subscription["id"]!)];

        private async Task<IReadOnlyList<JsonNode>> ItemsAsync(string path) =>
            [.. (await customer.GetAsync(path)).Expect(HttpStatusCode.OK).Json["items"]!.AsArray().Select(item => item!)];

        private async Task<JsonNode> InsistAsync(string path, object body)
        {
            var key = Guid.CreateVersion7().ToString();
            using var http = system.CreateClient();
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", customer.Token);
            return await Eventually.ValueAsync(
                async () =>
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body), Headers = { { "Idempotency-Key", key } } };
                    try
                    {
                        using var answer = await http.SendAsync(request);
                        return answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync()) : null;
                    }
                    catch (HttpRequestException)
                    {
                        return null;
                    }
                },
                Recovery,
                $"{path} should be answered");
        }
    }
}
