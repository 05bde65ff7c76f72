using System.Net;
using System.Text.Json.Nodes;
using static Story.Api;
using static Story.Told;

namespace Story;

/// <summary>A reseller's rise: from Basic over Free to Standard by each door, what its customer sees of prices on the way, and down again. What is charged follows every step.</summary>
internal sealed class ResellerRiseChapter(DeepChannel channel)
{
    private readonly Dictionary<string, Guid> _planProducts = new(StringComparer.Ordinal);
    private StoryClient _lakeshore = null!;
    private StoryClient _relecloud = null!;
    private Guid _lakeshoreId;
    private Guid _connection;
    private Guid _relecloudConnection;
    private Guid _locker;
    private Guid _planSubscription;

    private string Alias => $"lakeshore-{channel.Cast.Run}";

    public async Task TellAsync(Storyteller teller)
    {
        await teller.StepAsync("The operator shows a Free and a Standard plan in its catalogue; Lakeshore, on Basic, finds both with features and prices", OfferPlansAsync);
        await teller.StepAsync("Lakeshore orders Free by itself: without an alias nothing happens, with one the order executes, is charged for, and there is a storefront", OrderFreeAsync);
        await teller.StepAsync("The operator's back office orders Free for Litware: the alias is missing, then taken, then its own, and only then the order executes", OrderByBackOfficeAsync);
        await teller.StepAsync("Relecloud buys a locker from Lakeshore and is shown no price; Lakeshore upgrades its Free subscription to Standard and keeps alias and subscription", UpgradeAsync);
        await teller.StepAsync("Lakeshore publishes the locker: what Relecloud buys from now on shows its price, what it bought before does not", CheckPricesAsync);
        await teller.StepAsync("By hand, with the report read, Lakeshore goes down to Free and up again: its one subscription follows both ways, and Relecloud's prices with it", ChangeByHandAsync);
        await teller.StepAsync("Lakeshore goes down to Basic: the subscription to its plan ends, its customer stays, and its alias is kept for it alone", GoDownAsync);
    }

    private async Task OfferPlansAsync()
    {
        foreach (var (plan, price) in new[] { ("free", "0.00"), ("standard", "49.00") })
        {
            var created = (await channel.Operator.PostAsync($"{Billing}/products", Plan(plan, price))).Expect(HttpStatusCode.Created);
            _planProducts[plan] = (Guid)created.Json["id"]!;
        }

        // Each can become the other.
        await SetTargetAsync("free", "standard");
        await SetTargetAsync("standard", "free");
        foreach (var product in _planProducts.Values)
        {
            await PublishAsync(channel.Operator, product);
        }

        (_lakeshore, _lakeshoreId, _connection) = await channel.CreateChildAsync(channel.Operator, "Lakeshore", "partner");
        (_relecloud, _, _relecloudConnection) = await channel.CreateChildAsync(_lakeshore, "Relecloud", "customer");
        var offers = await OffersAsync(items => items.Count == 2 && items.All(offer => offer!["obstacle"] is null));
        Check(offers.Select(offer => (string?)offer!["plan"]).SequenceEqual(["free", "standard"]), $"both plans are on offer: {offers}");
        Check(offers[1]!["features"]!.AsArray().Any(feature => (string?)feature == "publishCatalogue"), $"Standard comes with a catalogue: {offers}");
    }

    private async Task OrderFreeAsync()
    {
        (await OrderAsync("free", "0.00", alias: null)).ExpectRefusal(HttpStatusCode.UnprocessableEntity, "alias_required");
        (await OrderAsync("free", "1.00", Alias)).ExpectRefusal(HttpStatusCode.Conflict, "price_changed");
        var order = (Guid)(await OrderAsync("free", "0.00", Alias)).Expect(HttpStatusCode.Created).Json["orderId"]!;

        await ExecutedAsync(_lakeshore, order);
        var lakeshore = await OrganizationAsync();
        Check(((string?)lakeshore["resellerPlan"], (string?)lakeshore["alias"]) == ("free", Alias), $"Lakeshore is on Free: {lakeshore}");
        var subscription = await PlanSubscriptionAsync("free");
        _planSubscription = (Guid)subscription["id"]!;
        Check((Guid?)subscription["orderId"] == order, $"the order made the subscription: {subscription}");
    }

    private async Task OrderByBackOfficeAsync()
    {
        var (litware, litwareId, connection) = await channel.CreateChildAsync(channel.Operator, "Litware", "partner");
        object[] lines = [new { action = "buy", productId = _planProducts["free"], quantity = 1, currency = "USD", interval = "month", planLength = "month" }];
        var draft = await Storyteller.EventuallyAsync(
            () => channel.Operator.PostAsync($"{Storefront}/order-drafts", new { connectionId = connection, lines }),
            answer => answer.Status == HttpStatusCode.Created,
            Soon,
            "the operator prepares Litware's order");
        var path = $"{Storefront}/order-drafts/{(Guid)draft.Json["id"]!}";

        (await channel.Operator.PostAsync($"{path}/submit")).ExpectRefusal(HttpStatusCode.UnprocessableEntity, "alias_required");
        (await channel.Operator.PutAsync(path, new { lines, alias = Alias })).Expect(HttpStatusCode.OK);
        (await channel.Operator.PostAsync($"{path}/submit")).ExpectRefusal(HttpStatusCode.Conflict, "alias_taken");
        var check = (await channel.Operator.GetAsync($"{Orgs}/organizations/{litwareId}/alias-availability?alias={Alias}")).Expect(HttpStatusCode.OK);
        var suggestion = (string)check.Json["suggestions"]![0]!;
        (await channel.Operator.PutAsync(path, new { lines, alias = suggestion })).Expect(HttpStatusCode.OK);
        var order = (await channel.Operator.PostAsync($"{path}/submit")).Expect(HttpStatusCode.Created);

        await ExecutedAsync(litware, (Guid)order.Json["order"]!["id"]!);
        var organization = (await litware.GetAsync($"{Orgs}/organizations/{litwareId}")).Expect(HttpStatusCode.OK);
        Check(((string?)organization.Json["resellerPlan"], (string?)organization.Json["alias"]) == ("free", suggestion), $"Litware is on Free: {organization.Body}");
    }

    private async Task UpgradeAsync()
    {
        var product = (await channel.Operator.PostAsync($"{Billing}/products", new
        {
            name = "Locker",
            kind = "main",
            sharedWithResellers = true,
            accountSubscription = new { name = "Locker", managedBy = "operator", sharedWithResellers = true, recommendedPrice = MonthlyPrice("5.00") },
            resellerSubscription = new { name = "Locker, wholesale", managedBy = "operator", per = "unit", canBeAppliedMoreThanOnce = true, wholesalePrice = MonthlyPrice("2.00") },
        })).Expect(HttpStatusCode.Created);
        _locker = (Guid)product.Json["id"]!;
        await BuyLockerAsync();
        await LockersAsync("not_published");

        await OffersAsync(items => items.Any(offer => (string?)offer!["action"] == "upgrade" && offer["obstacle"] is null));
        var order = (Guid)(await OrderAsync("standard", "49.00", alias: null)).Expect(HttpStatusCode.Created).Json["orderId"]!;
        await ExecutedAsync(_lakeshore, order);
        var lakeshore = await OrganizationAsync();
        Check(((string?)lakeshore["resellerPlan"], (string?)lakeshore["alias"]) == ("standard", Alias), $"Lakeshore is on Standard at its old alias: {lakeshore}");
        Check((Guid)(await PlanSubscriptionAsync("standard"))["id"]! == _planSubscription, "the Free subscription became the Standard one");
    }

    private async Task CheckPricesAsync()
    {
        await PublishAsync(_lakeshore, _locker);
        await LockersAsync("before_standard");
        await BuyLockerAsync();
        var lockers = await LockersAsync("before_standard", null);
        CheckMoney(lockers.Single(locker => locker["priceHiddenReason"] is null)["unitPrice"], "5.00");
    }

    private async Task ChangeByHandAsync()
    {
        await ChangeByHandAsync("free");
        Check((Guid)(await PlanSubscriptionAsync("free"))["id"]! == _planSubscription, "the one subscription followed down");
        await LockersAsync("not_published", "not_published");

        (await channel.Operator.PostAsync(DeepChannel.PlanPath(_lakeshoreId), new { plan = "standard" })).Expect(HttpStatusCode.OK);
        Check((Guid)(await PlanSubscriptionAsync("standard"))["id"]! == _planSubscription, "the one subscription followed up");
        // Both were bought before the present time on Standard.
        await LockersAsync("before_standard", "before_standard");
    }

    private async Task GoDownAsync()
    {
        await ChangeByHandAsync("basic");

        await Storyteller.EventuallyAsync(
            async () => (await _lakeshore.GetAsync($"{Billing}/subscriptions/{_planSubscription}")).Expect(HttpStatusCode.OK),
            answer => (string?)answer.Json["status"] == "cancelled",
            Soon,
            "the subscription to the plan ended");
        var lockers = await LockersAsync("not_published", "not_published");
        Check(lockers.All(locker => (string?)locker["status"] != "cancelled"), "Relecloud's subscriptions run on");
        var own = (await _lakeshore.GetAsync($"{Orgs}/organizations/{_lakeshoreId}/alias-availability?alias={Alias}")).Expect(HttpStatusCode.OK);
        var others = (await channel.Operator.GetAsync($"{Orgs}/organizations/{channel.AdventureId}/alias-availability?alias={Alias}")).Expect(HttpStatusCode.OK);
        Check((bool)own.Json["isAvailable"]! && !(bool)others.Json["isAvailable"]!, "the alias is kept for Lakeshore, and for nobody else");
    }

    /// <summary>Down by the operator, which has read what it means.</summary>
    private async Task ChangeByHandAsync(string plan)
    {
        var path = DeepChannel.PlanPath(_lakeshoreId);
        (await channel.Operator.PostAsync(path, new { plan })).ExpectRefusal(HttpStatusCode.UnprocessableEntity, "impact_not_confirmed");
        var impact = (await channel.Operator.GetAsync($"{Orgs}/organizations/{_lakeshoreId}/reseller-plan-impact?to={plan}")).Expect(HttpStatusCode.OK);
        (await channel.Operator.PostAsync(path, new { plan, impactConfirmation = impact.Text("confirmation") })).Expect(HttpStatusCode.OK);
    }

    private Task<Answer> OrderAsync(string plan, string price, string? alias) => _lakeshore.PostAsync(
        $"{Storefront}/plan-orders", new { productId = _planProducts[plan], price = Dollars(price), interval = "month", planLength = "month", alias });

    private static async Task ExecutedAsync(StoryClient who, Guid order) => await Storyteller.EventuallyAsync(
        async () => (await who.GetAsync($"{Storefront}/orders/{order}")).Expect(HttpStatusCode.OK),
        answer => (string?)answer.Json["order"]!["status"] == "executed",
        Soon,
        "the order is executed");

    private async Task<JsonNode> OrganizationAsync() => (await _lakeshore.GetAsync($"{Orgs}/organizations/{_lakeshoreId}")).Expect(HttpStatusCode.OK).Json;

    private async Task<JsonArray> OffersAsync(Func<JsonArray, bool> holds)
    {
        var answer = await Storyteller.EventuallyAsync(
            () => _lakeshore.GetAsync($"{Storefront}/plan-offers"),
            answer => answer.Status == HttpStatusCode.OK && holds(answer.Json["items"]!.AsArray()),
            Soon,
            "Lakeshore sees its plans");
        return answer.Json["items"]!.AsArray();
    }

    /// <summary>Lakeshore's one live plan subscription, once it is of that plan.</summary>
    private async Task<JsonNode> PlanSubscriptionAsync(string plan)
    {
        var path = $"{Storefront}/subscriptions?connectionId={_connection}";
        var answer = await Storyteller.EventuallyAsync(
            async () => (await _lakeshore.GetAsync(path)).Expect(HttpStatusCode.OK),
            answer => answer.Json["items"]!.AsArray().Where(IsLivePlan).ToList() is [{ } only] && (string?)only["resellerPlan"] == plan,
            Soon,
            $"Lakeshore has a subscription to {plan}");
        return answer.Json["items"]!.AsArray().Single(IsLivePlan)!;

        static bool IsLivePlan(JsonNode? row) => row!["resellerPlan"] is not null && (string?)row["status"] != "cancelled";
    }

    private async Task BuyLockerAsync()
    {
        var request = await Storyteller.EventuallyAsync(
            () => _lakeshore.PostAsync($"{Billing}/requests", new
            {
                connectionId = _relecloudConnection,
                productId = _locker,
                quantity = 1,
                retailPrice = Dollars("5.00"),
                interval = "month",
                planLength = "month",
            }),
            answer => answer.Status == HttpStatusCode.Created,
            Soon,
            "Lakeshore proposes a locker");
        (await _relecloud.PostAsync($"{Billing}/requests/{(Guid)request.Json["id"]!}/approve")).Expect(HttpStatusCode.OK);
    }

    /// <summary>Relecloud's lockers, once their prices are hidden for these reasons, the newest last; null where one is shown.</summary>
    private async Task<IReadOnlyList<JsonNode>> LockersAsync(params string?[] reasons)
    {
        var answer = await Storyteller.EventuallyAsync(
            async () => (await _relecloud.GetAsync($"{Storefront}/subscriptions")).Expect(HttpStatusCode.OK),
            answer => answer.Json["items"]!.AsArray().Select(row => (string?)row!["priceHiddenReason"]).Order(StringComparer.Ordinal).SequenceEqual(reasons.Order(StringComparer.Ordinal)),
            Soon,
            $"Relecloud's prices are hidden because of {string.Join(", ", reasons.Select(reason => reason ?? "nothing"))}");
        return [.. answer.Json["items"]!.AsArray().Select(row => row!)];
    }

    private static async Task PublishAsync(StoryClient seller, Guid product)
    {
        // Storefront hears of products and plans by events.
        var listing = await Storyteller.EventuallyAsync(
            () => seller.PostAsync($"{Storefront}/catalogue/listings", new { productId = product }),
            answer => answer.Status == HttpStatusCode.Created,
            Soon,
            $"{seller.Who} lists a product");
        (await seller.PostAsync($"{Storefront}/catalogue/listings/{(Guid)listing.Json["id"]!}/publish")).Expect(HttpStatusCode.OK);
    }

    private static object Plan(string plan, string price) => new
    {
        name = $"The {plan} plan",
        kind = "main",
        sharedWithResellers = true,
        resellerPlan = plan,
        accountSubscription = new { name = $"The {plan} plan", managedBy = "operator", sharedWithResellers = true, recommendedPrice = MonthlyPrice(price) },
        resellerSubscription = new { name = $"The {plan} plan, wholesale", managedBy = "operator", per = "account", canBeAppliedMoreThanOnce = true, wholesalePrice = MonthlyPrice(price) },
    };

    private async Task SetTargetAsync(string plan, string target) => (await channel.Operator.PutAsync($"{Billing}/products/{_planProducts[plan]}", new
    {
        name = $"The {plan} plan",
        accountSubscriptionName = $"The {plan} plan",
        taxCode = "standard",
        provisioning = "automatic",
        limits = new { smallestQuantity = 1, largestQuantity = 1 },
        upgradeTargets = new[] { _planProducts[target] },
    })).Expect(HttpStatusCode.OK);
}
