using System.Net;
using Billing.Contracts.V1;
using Storefront.Contracts.V1;
using Testing;

namespace Storefront.Api.Tests;

internal sealed record ActionsAnswer(Guid SubscriptionId, string Name, int Quantity, IReadOnlyList<ActionAnswer> Actions)
{
    public ActionAnswer this[string action] => Actions.Single(offer => offer.Action == action);

    /// <summary>Those that are offered.</summary>
    public string Offered => string.Join(", ", Actions.Where(offer => offer.IsOffered).Select(offer => offer.Action));
}

internal sealed record ActionAnswer(
    string Action, bool IsOffered, string? Code, string? Detail, int? SmallestQuantity, int? LargestQuantity, IReadOnlyList<string> Effective, IReadOnlyList<OfferedAnswer> Products, IReadOnlyList<OfferedAddOnAnswer> AddOns);

internal sealed record OfferedAnswer(Guid ProductId, string Name, MoneyAnswer FinalUnitPrice, string Interval);

internal sealed record OfferedAddOnAnswer(Guid SubscriptionId, int LargestQuantity);

internal sealed record ActionPreviewAnswer(
    string Line, string ProductName, int Quantity, MoneyAnswer UnitPrice, MoneyAnswer Discount, MoneyAnswer FinalUnitPrice, MoneyAnswer Total, string Interval, string Effective, bool NeedsApproval, string QuoteToken);

/// <summary>What a customer can do with its subscription: asked, previewed and done.</summary>
public sealed class SubscriptionActionTests(StorefrontService storefront)
{
    [Fact]
    [Trait("Checklist", "S17")]
    public async Task Actions_NotOffered_AreRefusedWithTheSameCodeByPreviewAndPerform()
    {
        var (book, subscription) = await SoldAsync(publish: false);
        var actions = await ActionsAsync(book, subscription);

        Assert.Equal("decreaseLicences, cancel", actions.Offered);
        Assert.Equal("not_published", actions["buyLicences"].Code);
        foreach (var offer in actions.Actions.Where(offer => !offer.IsOffered))
        {
            foreach (var route in (string[])["actions", "action-previews"])
            {
                using var response = await OrderBook.PostAsync(book.Buyer, $"subscriptions/{subscription}/{route}", new { action = offer.Action, quantity = 1 });
                await response.AssertProblem(offer.Code == "self_service_not_offered" ? HttpStatusCode.Forbidden : HttpStatusCode.Conflict, offer.Code!);
            }
        }

        Assert.Empty((await OrderBook.ReadAsync<PageAnswer<OrderAnswerView>>(book.Buyer, "orders")).Items);
    }

    [Fact]
    [Trait("Checklist", "S17")]
    public async Task Actions_SellerBelowStandard_AreAllRefused()
    {
        var (book, subscription) = await SoldAsync();
        await book.Market.PlanAsync("free", 9, Market.Start.AddDays(9));

        Assert.All((await ActionsAsync(book, subscription)).Actions, offer => Assert.Equal("self_service_not_offered", offer.Code));
        using var response = await OrderBook.PostAsync(book.Buyer, $"subscriptions/{subscription}/actions", new { action = "cancel" });
        await response.AssertProblem(HttpStatusCode.Forbidden, "self_service_not_offered");
    }

    [Fact]
    [Trait("Checklist", "S13")]
    public async Task BuyLicences_PreviewedAndOrdered_CostsWhatTheOthersDo()
    {
        var (book, subscription) = await SoldAsync();
        var wish = new { action = "buyLicences", quantity = 2 };

        var preview = await PreviewAsync(book, subscription, wish);
        Assert.Equal(("increase", 2, "25.00 USD", "5.00 USD", "20.00 USD", "40.00 USD", true), (preview.Line, preview.Quantity, $"{preview.UnitPrice}", $"{preview.Discount}", $"{preview.FinalUnitPrice}", $"{preview.Total}", preview.NeedsApproval));

        using var response = await OrderBook.PostAsync(book.Buyer, $"subscriptions/{subscription}/actions", new { wish.action, wish.quantity, quoteToken = preview.QuoteToken }, key: $"{Guid.NewGuid()}");
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var order = await response.Read<OrderDetailAnswer>();
        Assert.Equal(("pendingApproval", "increase", 2, "40.00 USD"), (order.Status, order.Lines[0].Action, order.Lines[0].Quantity, $"{order.Lines[0].Total}"));
    }

    [Fact]
    [Trait("Checklist", "X17")]
    public async Task Perform_SameKeyTwice_IsOneOrder()
    {
        var (book, subscription) = await SoldAsync();
        var key = $"{Guid.NewGuid()}";

        using var first = await OrderBook.PostAsync(book.Buyer, $"subscriptions/{subscription}/actions", new { action = "cancel" }, key: key);
        using var second = await OrderBook.PostAsync(book.Buyer, $"subscriptions/{subscription}/actions", new { action = "cancel" }, key: key);
        using var other = await OrderBook.PostAsync(book.Buyer, $"subscriptions/{subscription}/actions", new { action = "buyLicences", quantity = 1 }, key: key);

        Assert.Equal((await first.Read<OrderDetailAnswer>()).Id, (await second.Read<OrderDetailAnswer>()).Id);
        await other.AssertProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
    }

    [Fact]
    [Trait("Checklist", "X15")]
    public async Task Perform_ManyAtOnce_ExactlyOneIsOrdered()
    {
        var (book, subscription) = await SoldAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OrderBook.PostAsync(book.Buyer, $"subscriptions/{subscription}/actions", new { action = "decreaseLicences", quantity = 1 })));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        foreach (var answer in answers.Where(answer => answer.StatusCode != HttpStatusCode.Created))
        {
            await answer.AssertProblem(HttpStatusCode.Conflict, "change_undecided");
        }

        Assert.Equal("change_undecided", (await ActionsAsync(book, subscription))["buyLicences"].Code);
    }

    [Fact]
    [Trait("Checklist", "X15")]
    public async Task Actions_RequestUndecidedAtBilling_IsInTheWayToo()
    {
        var (book, subscription) = await SoldAsync();
        var market = book.Market;
        var state = new RequestedState(market.ProductId, "Mail", 3, new("20.00", "USD"), "month", "month");
        var request = new Request(
            Guid.CreateVersion7(), market.ConnectionId, market.SellerId, market.BuyerId, "subscription", "pending", market.SellerId, state, state with { Quantity = 9 }, null,
            Market.Start, Market.Start.AddDays(14), null, null, subscription, "modify");
        await storefront.Service.TellAsync(new RequestSubmitted(request), market.Envelope(request.Id, 1, Market.Start));
        Assert.Equal("change_undecided", (await ActionsAsync(book, subscription))["cancel"].Code);

        await storefront.Service.TellAsync(new RequestRejected(request with { Status = "rejected" }), market.Envelope(request.Id, 2, Market.Start));
        Assert.True((await ActionsAsync(book, subscription))["cancel"].IsOffered);
    }

    [Fact]
    [Trait("Checklist", "S16")]
    public async Task Cancel_SomeUnitsOnADayWithInstructions_IsOrderedSo()
    {
        var (book, subscription) = await SoldAsync();
        var on = DateOnly.FromDateTime(DateTime.UtcNow).AddDays(40);
        await using var submitted = await storefront.Service.ListenAsync<OrderSubmitted>();

        var order = await OrderBook.DoAsync(book.Buyer, $"subscriptions/{subscription}/actions", new { action = "cancel", quantity = 2, effective = "date", effectiveOn = on, instructions = "Keep <b>mine</b>." });

        Assert.Equal(("inProgress", "cancel", 2), (order.Status, order.Lines[0].Action, order.Lines[0].Quantity));
        var line = (await submitted.WaitAsync(told => told.Order.Id == order.Id)).Order.Lines[0];
        Assert.Equal(("date", on, subscription), (line.Effective, line.EffectiveOn!.Value, line.SubscriptionId!.Value));
    }

    [Fact]
    [Trait("Checklist", "X15")]
    public async Task Undo_WhatIsScheduled_IsOrderedAndNothingElseIsOffered()
    {
        var (book, subscription) = await SoldAsync();
        await book.Market.ChangeAsync(
            book.Market.Subscription(subscription, Market.Start.AddDays(1), status: "pendingCancellation") with { ScheduledOn = new(2027, 1, 1), ScheduledQuantity = 0 }, version: 2, day: 2);

        var actions = await ActionsAsync(book, subscription);
        Assert.Equal("change_already_scheduled", actions["buyLicences"].Code);
        Assert.Equal(["now"], actions["cancel"].Effective);
        var order = await OrderBook.DoAsync(book.Buyer, $"subscriptions/{subscription}/actions", new { action = "undo" });
        Assert.Equal(("inProgress", "undo", 0), (order.Status, order.Lines[0].Action, order.Lines[0].Quantity));
    }

    [Fact]
    [Trait("Checklist", "S14")]
    public async Task Upgrade_UnlistedProductInPart_IsPricedByTheSellersSpecialPriceAndPeriod()
    {
        var (book, subscription) = await SoldAsync(publish: false);
        var suite = await TargetAsync(book);

        var offer = Assert.Single((await ActionsAsync(book, subscription))["upgrade"].Products);
        Assert.Equal((suite, "Suite", "31.00 USD", "month"), (offer.ProductId, offer.Name, $"{offer.FinalUnitPrice}", offer.Interval));
        var preview = await PreviewAsync(book, subscription, new { action = "upgrade", productId = suite, quantity = 2 });
        Assert.Equal(("upgrade", "Suite", 2, "35.00 USD", "4.00 USD", "62.00 USD"), (preview.Line, preview.ProductName, preview.Quantity, $"{preview.UnitPrice}", $"{preview.Discount}", $"{preview.Total}"));

        using var set = await storefront.Service.As(book.Market.Seller()).PutAsync("/api/storefront/v1/upgrade-settings", System.Net.Http.Json.JsonContent.Create(new { interval = "year" }));
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        Assert.Equal("no_upgrade_offered", (await ActionsAsync(book, subscription))["upgrade"].Code);
    }

    [Fact]
    [Trait("Checklist", "X4")]
    public async Task Perform_PriceMovedSincePreview_IsRefused()
    {
        var (book, subscription) = await SoldAsync();
        var suite = await TargetAsync(book);
        var preview = await PreviewAsync(book, subscription, new { action = "upgrade", productId = suite });
        await book.Market.PricesAsync("35.00", "33.00", version: 2, productId: suite);

        using var moved = await OrderBook.PostAsync(book.Buyer, $"subscriptions/{subscription}/actions", new { action = "upgrade", productId = suite, quoteToken = preview.QuoteToken });
        using var forged = await OrderBook.PostAsync(book.Buyer, $"subscriptions/{subscription}/actions", new { action = "upgrade", productId = suite, quoteToken = "AAAA" });

        await moved.AssertProblem(HttpStatusCode.Conflict, "price_changed");
        await forged.AssertProblem(HttpStatusCode.BadRequest, "quote_token_invalid");
    }

    [Fact]
    [Trait("Checklist", "S15")]
    [Trait("Checklist", "S27")]
    public async Task AddOns_BoughtDecreasedAndCancelled_ThroughTheirMainSubscription()
    {
        var (book, subscription) = await SoldAsync();
        var archive = await ProductAsync(book, "Archive", kind: "addOn");
        Assert.Equal("no_add_ons", (await ActionsAsync(book, subscription))["cancelAddOn"].Code);

        var bought = await OrderBook.DoAsync(book.Buyer, $"subscriptions/{subscription}/actions", new { action = "buyAddOn", productId = archive, quantity = 2 });
        Assert.Equal(("buy", "Archive", 2), (bought.Lines[0].Action, bought.Lines[0].ProductName, bought.Lines[0].Quantity));

        var had = await book.Market.BuyAsync(sold => sold with { ProductId = archive, ProductName = "Archive", ProductKind = "addOn", MainSubscriptionId = subscription });
        var actions = await ActionsAsync(book, subscription);
        Assert.Equal([(had, 2)], actions["decreaseAddOn"].AddOns.Select(addOn => (addOn.SubscriptionId, addOn.LargestQuantity)));
        var decreased = await OrderBook.DoAsync(book.Buyer, $"subscriptions/{subscription}/actions", new { action = "decreaseAddOn", addOnSubscriptionId = had, quantity = 1 });
        Assert.Equal(("decrease", had, 1), (decreased.Lines[0].Action, decreased.Lines[0].SubscriptionId!.Value, decreased.Lines[0].Quantity));
        Assert.Equal("change_undecided", (await ActionsAsync(book, subscription))["cancelAddOn"].Code);
        var detail = await book.Buyer.Detail(subscription);
        Assert.Equal(["buyLicences, decreaseLicences, buyAddOn, cancel", ""], detail.Products.Select(product => string.Join(", ", product.Actions)));
        Assert.Equal("not_a_main_subscription", (await ActionsAsync(book, had))["buyAddOn"].Code);
    }

    [Fact]
    [Trait("Checklist", "S15")]
    public async Task CancelAddOn_WithInstructions_EndsTheAddOnAlone()
    {
        var (book, subscription) = await SoldAsync();
        var archive = await book.Market.BuyAsync(sold => sold with { ProductName = "Archive", ProductKind = "addOn", MainSubscriptionId = subscription });

        var order = await OrderBook.DoAsync(book.Buyer, $"subscriptions/{subscription}/actions", new { action = "cancelAddOn", addOnSubscriptionId = archive, effective = "now", instructions = "Not needed." });

        Assert.Equal(("inProgress", "cancel", "Archive", archive, 3), (order.Status, order.Lines[0].Action, order.Lines[0].ProductName, order.Lines[0].SubscriptionId!.Value, order.Lines[0].Quantity));
        Assert.True((await ActionsAsync(book, subscription))["cancel"].IsOffered);
    }

    [Fact]
    [Trait("Checklist", "S25")]
    public async Task Upgrade_FreePlan_IsOfferedStandardAndNothingThatBelongsToThePlansPage()
    {
        var (book, _) = await SoldAsync();
        var standard = await ProductAsync(book, "Standard plan", plan: "standard");
        var free = await ProductAsync(book, "Free plan", plan: "free", targets: [standard]);
        var held = await book.Market.BuyAsync(sold => sold with { ProductId = free, ProductName = "Free plan", Quantity = 1, ResellerPlan = "free" });

        var actions = await ActionsAsync(book, held);

        Assert.Equal(("upgrade", "reseller_plan_subscription"), (actions.Offered, actions["cancel"].Code));
        Assert.Equal(standard, Assert.Single(actions["upgrade"].Products).ProductId);
    }

    [Fact]
    [Trait("Checklist", "X4")]
    public async Task Perform_QuoteOfYesterday_HasExpired()
    {
        var (book, subscription) = await SoldAsync();
        var preview = await PreviewAsync(book, subscription, new { action = "buyLicences", quantity = 1 });
        await book.AdvanceAsync(TimeSpan.FromHours(2));

        using var late = await OrderBook.PostAsync(book.Buyer, $"subscriptions/{subscription}/actions", new { action = "buyLicences", quantity = 1, quoteToken = preview.QuoteToken });

        await late.AssertProblem(HttpStatusCode.Conflict, "quote_expired");
    }

    [Fact]
    [Trait("Checklist", "S14")]
    public async Task UpgradeSettings_OfTheSellerAlone_KeepTheirVersion()
    {
        var (book, _) = await SoldAsync();

        Assert.Equal("\"1\"", await SetAsync(book.Seller, "\"0\"", HttpStatusCode.OK));
        await SetAsync(book.Seller, "\"0\"", HttpStatusCode.PreconditionFailed);
        await SetAsync(book.Buyer, null, HttpStatusCode.Forbidden);

        static async Task<string?> SetAsync(HttpClient client, string? ifMatch, HttpStatusCode expected)
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, "/api/storefront/v1/upgrade-settings") { Content = System.Net.Http.Json.JsonContent.Create(new { interval = "year" }) };
            if (ifMatch is not null)
            {
                request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
            }

            using var response = await client.SendAsync(request);
            Assert.Equal(expected, response.StatusCode);
            return response.Headers.ETag?.ToString();
        }
    }

    [Fact]
    [Trait("Checklist", "X18")]
    public async Task EveryRoute_Seller_FindsNothing()
    {
        var (book, subscription) = await SoldAsync();

        using var asked = await book.Seller.GetAsync($"/api/storefront/v1/subscriptions/{subscription}/actions");
        using var previewed = await OrderBook.PostAsync(storefront.Service.As(book.Market.Seller(ServiceDefaults.Security.Role.SuperAdmin)), $"subscriptions/{subscription}/action-previews", new { action = "cancel" });
        using var done = await OrderBook.PostAsync(storefront.Service.As(book.Market.Seller(ServiceDefaults.Security.Role.SuperAdmin)), $"subscriptions/{subscription}/actions", new { action = "cancel" });

        foreach (var answer in (HttpResponseMessage[])[asked, previewed, done])
        {
            await answer.AssertProblem(HttpStatusCode.NotFound, "not_found");
        }
    }

    [Fact]
    [Trait("Checklist", "S1")]
    public async Task Dashboard_OneCall_CountsOrdersSubscriptionsAndAssets()
    {
        var (book, subscription) = await SoldAsync();
        await book.Market.BuyAsync(sold => sold with { ProductKind = "addOn", MainSubscriptionId = subscription });
        await book.Market.BuyAsync(sold => sold with { ProductKind = "oneTime" });
        var orders = new List<Guid>();
        for (var i = 0; i < 6; i++)
        {
            orders.Add(await book.PlaceAsync(book.Line()));
        }

        var dashboard = await OrderBook.ReadAsync<DashboardAnswer>(book.Buyer, "dashboard");

        Assert.Equal(orders.Skip(1).Reverse(), dashboard.RecentOrders.Select(order => order.Id));
        Assert.Equal((6L, 6L, 1L, 1L), (dashboard.Orders, dashboard.OrdersToWaitFor, dashboard.Subscriptions.Total, dashboard.Assets));
        Assert.Equal(0, (await OrderBook.ReadAsync<DashboardAnswer>(book.Seller, "dashboard")).Orders);
    }

    internal sealed record DashboardAnswer(IReadOnlyList<OrderAnswerView> RecentOrders, long Orders, long OrdersToWaitFor, CountsAnswer Subscriptions, long Assets);

    /// <summary>Three units of "Mail" at 20.00 USD of 25.00 a month.</summary>
    private async Task<(OrderBook Book, Guid Subscription)> SoldAsync(bool publish = true)
    {
        var book = await OrderBook.OpenAsync(storefront);
        if (publish)
        {
            await PublishAsync(book, book.Market.ProductId);
        }

        return (book, await book.Market.BuyAsync(sold => sold));
    }

    /// <summary>"Suite", published at 35.00 USD a month and 31.00 for this buyer, which "Mail" can become.</summary>
    private async Task<Guid> TargetAsync(OrderBook book)
    {
        var suite = await ProductAsync(book, "Suite");
        await book.Market.PricesAsync("35.00", "31.00", productId: suite);
        var mail = new Product(
            book.Market.ProductId, "Mail", "", "main", book.Market.OperatorId, true, [new PriceVersion(1, new("25.00", "USD"), "month", "month", Market.Start.AddYears(-1))], UpgradeTargets: [suite]);
        await storefront.Service.TellAsync(new ProductPublished(mail), book.Market.Envelope(mail.Id, 2, Market.Start));
        return suite;
    }

    private async Task<Guid> ProductAsync(OrderBook book, string name, string kind = "main", string? plan = null, IReadOnlyList<Guid>? targets = null)
    {
        var product = new Product(
            Guid.CreateVersion7(), name, "", kind, book.Market.OperatorId, true, [new PriceVersion(1, new("9.00", "USD"), "month", "month", Market.Start.AddYears(-1))], UpgradeTargets: targets, ResellerPlan: plan);
        await storefront.Service.TellAsync(new ProductPublished(product), book.Market.Envelope(product.Id, 1, Market.Start));
        await PublishAsync(book, product.Id);
        return product.Id;
    }

    private static async Task PublishAsync(OrderBook book, Guid product) => await book.Seller.Done((await book.Seller.Listed(product)).Id, "publish");

    private static Task<ActionsAnswer> ActionsAsync(OrderBook book, Guid subscription) => OrderBook.ReadAsync<ActionsAnswer>(book.Buyer, $"subscriptions/{subscription}/actions");

    private static async Task<ActionPreviewAnswer> PreviewAsync(OrderBook book, Guid subscription, object wish)
    {
        using var response = await OrderBook.PostAsync(book.Buyer, $"subscriptions/{subscription}/action-previews", wish);
        return await response.Read<ActionPreviewAnswer>();
    }
}
