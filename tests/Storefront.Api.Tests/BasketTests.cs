using System.Net;
using Billing.Contracts.V1;
using ServiceDefaults.Security;
using Storefront.Contracts.V1;
using Testing;
using Money = Billing.Contracts.V1.Money;

namespace Storefront.Api.Tests;

/// <summary>From the basket to the order: one for all people of a buyer, priced as it is now, ordered once.</summary>
public sealed class BasketTests(StorefrontService storefront)
{
    private ServiceUnderTest<Program> Service => storefront.Service;

    [Fact]
    public async Task Checkout_WhatWasShown_BecomesAnOrderAndLeavesAnEmptyBasket()
    {
        await using var submitted = await Service.ListenAsync<OrderSubmitted>();
        var (market, buyer) = await Open();
        await market.PricesAsync("30.00", "19.00");
        var addOn = await Publish(market, kind: "addOn", price: "2.00");

        var main = (await (await buyer.AddLine(market.ConnectionId, market.ProductId)).Read<BasketAnswer>()).Lines.Single();
        await (await buyer.AddLine(market.ConnectionId, market.ProductId, quantity: 1)).Read<BasketAnswer>();
        var basket = await (await buyer.AddLine(market.ConnectionId, addOn, quantity: 2, mainLineId: main.Id)).Read<BasketAnswer>();

        Assert.Equal([market.ProductId, addOn, market.ProductId], basket.Lines.Select(line => line.ProductId));
        Assert.Equal("30.00 USD, 11.00 USD, 19.00 USD, 57.00 USD", $"{basket.Lines[0].UnitPrice}, {basket.Lines[0].Discount}, {basket.Lines[0].FinalUnitPrice}, {basket.Lines[0].Total}");
        Assert.Equal("124.00 USD, 44.00 USD, 80.00 USD", $"{basket.Totals.Single().List}, {basket.Totals.Single().Discount}, {basket.Totals.Single().Total}");

        // A colleague sees the same basket and orders it.
        var colleague = Service.As(market.Buyer(Role.Billing));
        var token = (await colleague.Basket(market.ConnectionId)).QuoteToken;
        var order = (await (await colleague.Checkout(market.ConnectionId, token)).Read<CheckoutAnswer>()).Order;

        Assert.Equal("pendingApproval", order.Status);
        var fact = (await submitted.WaitAsync(fact => fact.Order.Id == order.Id)).Order;
        Assert.Equal([("buy", 3, "19.00", "11.00"), ("buy", 2, "2.00", "0.00"), ("buy", 1, "19.00", "11.00")], fact.Lines.Select(line => (line.Action, line.Quantity, line.UnitPrice.Amount, line.Discount.Amount)));
        Assert.Equal((null, fact.Lines[0].Id, null), (fact.Lines[0].MainLineId, fact.Lines[1].MainLineId, fact.Lines[2].MainLineId));
        var left = await buyer.Basket(market.ConnectionId);
        Assert.Equal((0, order.Number, null), (left.Lines.Count, left.LastOrderNumber, left.QuoteToken));
    }

    [Fact]
    [Trait("Checklist", "X22")]
    public async Task Checkout_TwoPeopleAtOnce_MakeOneOrderAndOneIsTold()
    {
        var (market, buyer) = await Open();
        await (await buyer.AddLine(market.ConnectionId, market.ProductId)).Read<BasketAnswer>();
        var basket = await buyer.Basket(market.ConnectionId);

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Service.As(market.Buyer(Role.Admin)).Checkout(market.ConnectionId, basket.QuoteToken)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        foreach (var told in answers.Where(answer => answer.StatusCode != HttpStatusCode.Created))
        {
            await told.AssertProblem(HttpStatusCode.Conflict, "basket_checked_out");
        }

        await (await buyer.Checkout(market.ConnectionId, basket.QuoteToken, $"\"{basket.Version}\"")).AssertProblem(HttpStatusCode.PreconditionFailed, "version_mismatch");
        Assert.Equal(1, await Service.CountAsync($"SELECT count(*) FROM shop_order WHERE connection_id = '{market.ConnectionId}'"));
    }

    [Fact]
    [Trait("Checklist", "X17")]
    public async Task Checkout_SameKeyTwice_IsTheSameOrder()
    {
        var (market, buyer) = await Open();
        await (await buyer.AddLine(market.ConnectionId, market.ProductId)).Read<BasketAnswer>();
        var token = (await buyer.Basket(market.ConnectionId)).QuoteToken;
        var key = Guid.NewGuid().ToString();

        var first = (await (await buyer.Checkout(market.ConnectionId, token, key: key)).Read<CheckoutAnswer>()).Order;
        var again = (await (await buyer.Checkout(market.ConnectionId, token, key: key)).Read<CheckoutAnswer>()).Order;

        Assert.NotEqual(Guid.Empty, first.Id);
        Assert.Equal(first, again);
        await (await buyer.Checkout(market.ConnectionId, token + "x", key: key)).AssertProblem(HttpStatusCode.UnprocessableEntity, "idempotency_key_reused");
        Assert.Equal(1, await Service.CountAsync($"SELECT count(*) FROM shop_order WHERE connection_id = '{market.ConnectionId}'"));
    }

    [Fact]
    [Trait("Checklist", "X4")]
    public async Task Checkout_PriceMovedOrTokenOfSomethingElse_IsRefusedAndKeepsTheBasket()
    {
        var (market, buyer) = await Open();
        await (await buyer.Checkout(market.ConnectionId, "none")).AssertProblem(HttpStatusCode.Conflict, "basket_empty");
        var basket = await (await buyer.AddLine(market.ConnectionId, market.ProductId)).Read<BasketAnswer>();
        await (await buyer.Checkout(market.ConnectionId, "none")).AssertProblem(HttpStatusCode.BadRequest, "quote_token_invalid");

        await market.PricesAsync("30.00", null);
        await (await buyer.Checkout(market.ConnectionId, basket.QuoteToken)).AssertProblem(HttpStatusCode.Conflict, "price_changed");

        var shown = await buyer.Basket(market.ConnectionId);
        Assert.Equal("90.00 USD", shown.Totals.Single().Total.ToString());
        await (await buyer.ChangeLine(market.ConnectionId, shown.Lines.Single().Id, new { quantity = 4 })).Read<BasketAnswer>();
        await (await buyer.Checkout(market.ConnectionId, shown.QuoteToken)).AssertProblem(HttpStatusCode.Conflict, "price_changed");
        await (await buyer.Checkout(market.ConnectionId, (await buyer.Basket(market.ConnectionId)).QuoteToken)).Read<CheckoutAnswer>();
    }

    [Fact]
    public async Task Basket_UnpublishedMeanwhile_SaysSoAndIsNotOrdered()
    {
        var (market, buyer) = await Open();
        var basket = await (await buyer.AddLine(market.ConnectionId, market.ProductId)).Read<BasketAnswer>();
        await market.PlanAsync("free", 9, Market.Start);

        var shown = await buyer.Basket(market.ConnectionId);

        Assert.Equal(("not_on_offer", null), (shown.Lines.Single().Problem!.Code, shown.QuoteToken));
        await (await buyer.Checkout(market.ConnectionId, basket.QuoteToken)).AssertProblem(HttpStatusCode.Conflict, "basket_has_problems");
    }

    [Fact]
    public async Task Add_WhatCannotBeOrdered_IsRefusedAndChangesNothing()
    {
        var (market, buyer) = await Open();
        var addOn = await Publish(market, kind: "addOn");
        var limited = await Publish(market, smallest: 5, largest: 6);

        await Refused(await buyer.AddLine(market.ConnectionId, Guid.NewGuid()), "not_on_offer");
        await Refused(await buyer.AddLine(market.ConnectionId, market.ProductId, currency: "EUR"), "price_unknown");
        await Refused(await buyer.AddLine(market.ConnectionId, market.ProductId, planLength: "year"), "price_unknown");
        await Refused(await buyer.AddLine(market.ConnectionId, addOn), "main_required");
        await Refused(await buyer.AddLine(market.ConnectionId, addOn, mainLineId: Guid.NewGuid()), "main_unknown");
        await Refused(await buyer.AddLine(market.ConnectionId, addOn, mainSubscriptionId: Guid.NewGuid()), "main_unknown");
        await Refused(await buyer.AddLine(market.ConnectionId, limited, quantity: 4), "quantity_too_small");
        await Refused(await buyer.AddLine(market.ConnectionId, limited, quantity: 7), "quantity_too_large");
        await (await buyer.AddLine(market.ConnectionId, market.ProductId, quantity: 0)).AssertProblem(HttpStatusCode.BadRequest, "out_of_range");
        await (await buyer.AddLine(market.ConnectionId, market.ProductId, currency: "usd")).AssertProblem(HttpStatusCode.BadRequest, "unknown_currency");

        Assert.Equal(0, (await buyer.Basket(market.ConnectionId)).Version);
    }

    [Fact]
    public async Task AddAndChange_ToAnotherCurrencyThanTheRest_IsRefused()
    {
        var (market, buyer) = await Open();
        var both = await Publish(market, currencies: ["USD", "EUR"]);
        var line = (await (await buyer.AddLine(market.ConnectionId, both, currency: "EUR")).Read<BasketAnswer>()).Lines.Single();

        await Refused(await buyer.AddLine(market.ConnectionId, both), "currencies_differ");
        await (await buyer.ChangeLine(market.ConnectionId, line.Id, new { currency = "USD" })).Read<BasketAnswer>();
        await (await buyer.AddLine(market.ConnectionId, both)).Read<BasketAnswer>();
        await Refused(await buyer.ChangeLine(market.ConnectionId, line.Id, new { currency = "EUR" }), "currencies_differ");

        var basket = await buyer.Basket(market.ConnectionId);
        Assert.Equal(["USD", "USD"], basket.Lines.Select(left => left.Total!.Currency));
        await (await buyer.Checkout(market.ConnectionId, basket.QuoteToken)).Read<CheckoutAnswer>();
    }

    [Fact]
    public async Task Lines_ChangedRemovedAndEmptied_AreAsTold()
    {
        var (market, buyer) = await Open();
        var addOn = await Publish(market, kind: "addOn");
        var main = (await (await buyer.AddLine(market.ConnectionId, market.ProductId)).Read<BasketAnswer>()).Lines.Single();
        await (await buyer.AddLine(market.ConnectionId, addOn, mainLineId: main.Id)).Read<BasketAnswer>();

        var changed = await (await buyer.ChangeLine(market.ConnectionId, main.Id, new { quantity = 7 }, "\"2\"")).Read<BasketAnswer>();
        Assert.Equal((7, 3L), (changed.Lines[0].Quantity, changed.Version));
        await (await buyer.ChangeLine(market.ConnectionId, main.Id, new { quantity = 8 }, "\"2\"")).AssertProblem(HttpStatusCode.PreconditionFailed, "version_mismatch");
        await (await buyer.ChangeLine(market.ConnectionId, Guid.NewGuid(), new { quantity = 8 })).AssertProblem(HttpStatusCode.NotFound, "not_found");

        // An add-on goes with what it belongs to.
        Assert.Empty((await (await buyer.DeleteAsync($"{ShoppingAnswers.Root}/connections/{market.ConnectionId}/basket/lines/{main.Id}")).Read<BasketAnswer>()).Lines);
        await (await buyer.AddLine(market.ConnectionId, market.ProductId)).Read<BasketAnswer>();
        Assert.Empty((await (await buyer.DeleteAsync($"{ShoppingAnswers.Root}/connections/{market.ConnectionId}/basket")).Read<BasketAnswer>()).Lines);
    }

    [Fact]
    public async Task Basket_SellerStrangerViewerOrConnectionNotActive_IsRefused()
    {
        var (market, buyer) = await Open();
        var line = (await (await buyer.AddLine(market.ConnectionId, market.ProductId)).Read<BasketAnswer>()).Lines.Single();

        foreach (var stranger in new[] { market.Seller(), market.Caller(Guid.CreateVersion7(), OrganizationKind.Customer), market.Buyer(Role.Admin) with { RealmId = Guid.CreateVersion7() } })
        {
            var client = Service.As(stranger);
            await (await client.GetAsync($"{ShoppingAnswers.Root}/connections/{market.ConnectionId}/basket")).AssertProblem(HttpStatusCode.NotFound, "not_found");
            await (await client.AddLine(market.ConnectionId, market.ProductId)).AssertProblem(HttpStatusCode.NotFound, "not_found");
            await (await client.ChangeLine(market.ConnectionId, line.Id, new { quantity = 9 })).AssertProblem(HttpStatusCode.NotFound, "not_found");
            await (await client.Checkout(market.ConnectionId, "none")).AssertProblem(HttpStatusCode.NotFound, "not_found");
        }

        await (await Service.As(market.Buyer()).AddLine(market.ConnectionId, market.ProductId)).AssertProblem(HttpStatusCode.Forbidden, "role_not_permitted");
        await market.ConnectionAsync("suspended", version: 2);
        await (await buyer.AddLine(market.ConnectionId, market.ProductId)).AssertProblem(HttpStatusCode.Conflict, "connection_not_active");
        Assert.Equal(3, (await buyer.Basket(market.ConnectionId)).Lines.Single().Quantity);
    }

    private static Task Refused(HttpResponseMessage answer, string code) => answer.AssertProblem(HttpStatusCode.UnprocessableEntity, code);

    /// <summary>A seller that publishes the market's product, and a buyer who may order.</summary>
    private async Task<(Market Market, HttpClient Buyer)> Open()
    {
        var market = await Market.OpenAsync(storefront, "standard");
        await market.ConnectionAsync();
        var seller = Service.As(market.Seller());
        await seller.Done((await seller.Listed(market.ProductId)).Id, "publish");
        return (market, Service.As(market.Buyer(Role.Admin)));
    }

    private async Task<Guid> Publish(Market market, string kind = "main", string price = "5.00", int smallest = 1, int? largest = null, params IReadOnlyList<string> currencies)
    {
        var id = Guid.CreateVersion7();
        await Service.TellAsync(
            new ProductPublished(new Product(
                id, $"Product {id}", "", kind, market.OperatorId, true, [.. (currencies.Count == 0 ? ["USD"] : currencies).Select((currency, index) => new PriceVersion(index + 1, new Money(price, currency), "month", "month", Market.Start.AddYears(-1)))],
                SmallestQuantity: smallest, LargestQuantity: largest)),
            market.Envelope(id, 1, Market.Start));
        var seller = Service.As(market.Seller());
        await seller.Done((await seller.Listed(id)).Id, "publish");
        return id;
    }
}
