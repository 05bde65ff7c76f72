using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Billing.Contracts.V1;
using ServiceDefaults.Security;
using Storefront.Domain;
using Testing;
using Product = Billing.Contracts.V1.Product;

namespace Storefront.Api.Tests;

/// <summary>What can be ordered, by whom, and what two at once get.</summary>
public sealed class OrderPlacementTests(StorefrontService storefront)
{
    private ServiceUnderTest<Program> Service => storefront.Service;

    [Fact]
    [Trait("Checklist", "S2")]
    public async Task Place_ManyAtOnce_GetNumbersWithoutGaps()
    {
        var book = await OrderBook.OpenAsync(storefront);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => book.PlaceAsync(book.Line())));

        var orders = await OrderBook.ReadAsync<PageAnswer<OrderAnswerView>>(book.Seller, "orders");
        Assert.Equal(Enumerable.Range(1, 8), orders.Items.Select(order => int.Parse(order.Number)).Order());
    }

    [Fact]
    [Trait("Checklist", "X15")]
    public async Task Place_SecondChangeOfASubscription_IsRefusedUntilTheFirstEnded()
    {
        var book = await OrderBook.OpenAsync(storefront);
        var subscription = await book.Market.BuyAsync(Market.Start);
        var id = await book.PlaceAsync(book.Line(action: LineAction.Increase, subscription: subscription));
        var cancel = new NewOrder(book.Market.ConnectionId, BoughtBy.Buyer, [book.Line(action: LineAction.Cancel, subscription: subscription)]);

        Assert.Equal("change_undecided", (await book.TryPlaceAsync(cancel, book.Market.Buyer(Role.Admin))).Refusal!.Code);

        await OrderBook.DoAsync(book.Buyer, $"orders/{id}/withdraw");
        Assert.Equal(OrderStatus.InProgress, (await book.TryPlaceAsync(cancel, book.Market.Buyer(Role.Admin))).Value.Status);
    }

    [Fact]
    public async Task Place_WithoutApprovalBeingNeeded_IsApprovedByNobody()
    {
        var book = await OrderBook.OpenAsync(storefront);
        var subscription = await book.Market.BuyAsync(Market.Start);
        var wanted = new NewOrder(book.Market.ConnectionId, BoughtBy.Buyer, [book.Line(action: LineAction.Cancel, subscription: subscription)], Note: "We close an office.");
        var placed = await book.TryPlaceAsync(wanted, book.Market.Buyer(Role.Admin));

        var history = (await book.OrderAsync(placed.Value.Id)).History;

        Assert.Equal([("submitted", true, "We close an office."), ("approved", false, null)], history.Select(step => (step.Step, step.PersonId is not null, step.Note)));
    }

    [Fact]
    public async Task Place_NotActiveOrForeignConnection_IsRefused()
    {
        var book = await OrderBook.OpenAsync(storefront);
        var wanted = new NewOrder(book.Market.ConnectionId, BoughtBy.Buyer, [book.Line()]);

        Assert.Equal("not_found", (await book.TryPlaceAsync(wanted, book.Market.Operator())).Refusal!.Code);
        Assert.Equal("not_found", (await book.TryPlaceAsync(wanted, book.Market.Seller())).Refusal!.Code);
        await book.Market.ConnectionAsync("suspended", 2);
        Assert.Equal("connection_not_active", (await book.TryPlaceAsync(wanted, book.Market.Buyer(Role.Admin))).Refusal!.Code);
    }

    [Fact]
    public async Task Place_OutsideTheProductsLimits_IsRefused()
    {
        var book = await OrderBook.OpenAsync(storefront);
        var product = new Product(
            book.Market.ProductId, "Mail", "", "main", book.Market.OperatorId, true, [new PriceVersion(1, new Money("25.00", "USD"), "month", "month", Market.Start)],
            SmallestQuantity: 5, LargestQuantity: 10);
        await Service.TellAsync(new ProductPublished(product), book.Market.Envelope(product.Id, 2, Market.Start));
        var wanted = new NewOrder(book.Market.ConnectionId, BoughtBy.Buyer, [book.Line()]);

        Assert.Equal("quantity_too_small", (await book.TryPlaceAsync(wanted, book.Market.Buyer(Role.Admin))).Refusal!.Code);
        Assert.Equal(
            "quantity_too_large", (await book.TryPlaceAsync(wanted with { Lines = [book.Line() with { Quantity = 11 }] }, book.Market.Buyer(Role.Admin))).Refusal!.Code);
    }

    [Fact]
    [Trait("Checklist", "S28")]
    public async Task Draft_SavedCompletedAndExecuted_BecomesAnOrderAndIsGone()
    {
        var book = await OrderBook.OpenAsync(storefront, consent: true);
        var draft = await CreateAsync(book, quantity: 1);
        using var updated = await OrderBook.PutAsync(book.Seller, $"order-drafts/{draft.Id}", new { lines = Lines(book, 4), note = "As agreed." });
        Assert.Equal(2, (await updated.Read<OrderDraftAnswer>()).Version);

        // The buyer knows nothing of it.
        using var foreign = await OrderBook.PostAsync(book.Buyer, $"order-drafts/{draft.Id}/submit");
        await foreign.AssertProblem(HttpStatusCode.NotFound, "not_found");
        Assert.Empty((await OrderBook.ReadAsync<PageAnswer<OrderDraftAnswer>>(book.Buyer, "order-drafts")).Items);

        using var submitted = await OrderBook.PostAsync(book.Seller, $"order-drafts/{draft.Id}/submit");
        var order = await submitted.Read<OrderDetailAnswer>();

        Assert.Equal(HttpStatusCode.Created, submitted.StatusCode);
        Assert.Equal(("inProgress", "seller", "100.00 USD"), (order.Status, order.Order.PlacedBy, order.Order.Total!.ToString()));
        using var again = await OrderBook.PostAsync(book.Seller, $"order-drafts/{draft.Id}/submit");
        await again.AssertProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    [Trait("Checklist", "S28")]
    public async Task Draft_WithoutTheBuyersConsent_PointsToRequests()
    {
        var book = await OrderBook.OpenAsync(storefront);
        var draft = await CreateAsync(book, quantity: 1);

        using var refused = await OrderBook.PostAsync(book.Seller, $"order-drafts/{draft.Id}/submit");
        await refused.AssertProblem(HttpStatusCode.Conflict, "consent_required");

        using var bySeller = await OrderBook.PutAsync(book.Seller, $"connections/{book.Market.ConnectionId}/standing-consent", new { given = true });
        Assert.Equal(HttpStatusCode.Forbidden, bySeller.StatusCode);
        using var byBuyer = await OrderBook.PutAsync(book.Buyer, $"connections/{book.Market.ConnectionId}/standing-consent", new { given = true });
        Assert.Equal(HttpStatusCode.OK, byBuyer.StatusCode);
        using var agreed = await OrderBook.PostAsync(book.Seller, $"order-drafts/{draft.Id}/submit");
        Assert.Equal(HttpStatusCode.Created, agreed.StatusCode);
    }

    [Fact]
    [Trait("Checklist", "S19")]
    [Trait("Checklist", "S28")]
    public async Task Draft_ResellerPlan_NeedsItsAliasBeforeItIsExecuted()
    {
        var book = await OrderBook.OpenAsync(storefront);
        await book.ResellerAsync();
        var plan = new Product(
            Guid.CreateVersion7(), "Standard plan", "", "main", book.Market.OperatorId, true, [new PriceVersion(1, new Money("99.00", "USD"), "month", "month", Market.Start)],
            ResellerPlan: "standard");
        await Service.TellAsync(new ProductPublished(plan), book.Market.Envelope(plan.Id, 1, Market.Start));
        object[] lines = [new { action = "buy", productId = plan.Id, quantity = 1, currency = "USD", interval = "month", planLength = "month" }];
        var draft = await CreateAsync(book, lines);

        using var early = await OrderBook.PostAsync(book.Seller, $"order-drafts/{draft.Id}/submit");
        await early.AssertProblem(HttpStatusCode.UnprocessableEntity, "alias_required");
        using var completed = await OrderBook.PutAsync(book.Seller, $"order-drafts/{draft.Id}", new { lines, alias = "techsolutions" });
        Assert.Equal(HttpStatusCode.OK, completed.StatusCode);
        using var executed = await OrderBook.PostAsync(book.Seller, $"order-drafts/{draft.Id}/submit");

        Assert.Equal(("inProgress", "techsolutions"), ((await executed.Read<OrderDetailAnswer>()) is var order ? order.Status : "", order.Alias));
    }

    [Fact]
    public async Task Draft_UnknownProductsAndPrices_AreToldByLine()
    {
        var book = await OrderBook.OpenAsync(storefront, consent: true);
        object[] lines =
        [
            new { action = "buy", productId = Guid.CreateVersion7(), quantity = 1, currency = "USD", interval = "month", planLength = "month" },
            new { action = "buy", productId = book.Market.ProductId, quantity = 1, currency = "EUR", interval = "month", planLength = "month" },
            new { action = "cancel", subscriptionId = Guid.CreateVersion7(), quantity = 1 },
        ];
        var draft = await CreateAsync(book, lines);

        using var refused = await OrderBook.PostAsync(book.Seller, $"order-drafts/{draft.Id}/submit");

        await refused.AssertProblem(HttpStatusCode.BadRequest, "validation_failed");
        var text = await refused.Content.ReadAsStringAsync();
        Assert.All((string[])["product_unknown", "price_unknown", "subscription_unknown"], code => Assert.Contains(code, text, StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Checklist", "S28")]
    public async Task Draft_ChangesThatCannotBe_AreToldByLineAndOrderNothing()
    {
        var book = await OrderBook.OpenAsync(storefront, consent: true);
        var subscription = await book.Market.BuyAsync(Market.Start);
        var other = await book.Market.BuyAsync(Market.Start);
        object[] lines =
        [
            new { action = "cancel", subscriptionId = subscription, quantity = 99 },
            new { action = "undo", subscriptionId = other, quantity = 0 },
        ];
        var draft = await CreateAsync(book, lines);

        using var refused = await OrderBook.PostAsync(book.Seller, $"order-drafts/{draft.Id}/submit");

        await refused.AssertProblem(HttpStatusCode.BadRequest, "validation_failed");
        var errors = (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateObject().Select(error => $"{error.Name} {error.Value[0].GetProperty("code")}");
        Assert.Equal(["lines[0].quantity quantity_out_of_range", "lines[1].action nothing_to_undo"], errors);
        Assert.Empty((await OrderBook.ReadAsync<PageAnswer<OrderAnswerView>>(book.Seller, "orders")).Items);
    }

    private static object[] Lines(OrderBook book, int quantity) =>
        [new { action = "buy", productId = book.Market.ProductId, quantity, currency = "USD", interval = "month", planLength = "month" }];

    private static Task<OrderDraftAnswer> CreateAsync(OrderBook book, int quantity) => CreateAsync(book, Lines(book, quantity));

    private static async Task<OrderDraftAnswer> CreateAsync(OrderBook book, object[] lines)
    {
        using var created = await OrderBook.PostAsync(book.Seller, "order-drafts", new { connectionId = book.Market.ConnectionId, lines });
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        return await created.Read<OrderDraftAnswer>();
    }
}
