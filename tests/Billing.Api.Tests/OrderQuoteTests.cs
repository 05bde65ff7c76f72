using System.Net;
using System.Net.Http.Json;
using Storefront.Contracts.V1;

namespace Billing.Api.Tests;

/// <summary>What an order was quoted is what it is charged when it is delivered, or it is refused.</summary>
[Trait("Checklist", "X4")]
public sealed class OrderQuoteTests(BillingService billing)
{
    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    [InlineData(29)]
    public async Task Execute_WithTheQuoteOfEverySortOfLine_ChargesExactlyItsLinesWithTax(int day)
    {
        var sale = await Sale.OpenAsync(billing, trialDays: 0);
        await TaxAsync(sale, 8.875m);
        var products = new
        {
            Seat = await sale.ProductAsync("Seat", "19.99", "7.77"),
            Better = await sale.ProductAsync("Seat, better", "33.33", "9.10"),
            Archive = await sale.ProductAsync("Archive", "5.01", "2.00", kind: "addOn"),
            Setup = await sale.OneTimeAsync("Setup", "99.00"),
        };
        var bought = await BuyAsync(sale, Enumerable.Repeat(products.Seat, 5).Select(product => Ordering.Buy(product, 7, "19.99")));
        var before = await sale.Buyer.ChargedAsync(sale.ContosoConnection);
        var costBefore = await sale.Operator.ChargedAsync(sale.NorthwindConnection);
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(day));
        var main = Ordering.Buy(products.Better, 2, "33.33");
        var order = sale.Order(
            main,
            Ordering.Buy(products.Archive, 3, "5.01", mainLine: main.Id),
            Ordering.Buy(products.Archive, 1, "5.01", main: bought[0]),
            Ordering.Buy(products.Setup, 1, "99.00"),
            Ordering.Change("increase", products.Seat, bought[0], 3, "19.99"),
            Ordering.Change("decrease", products.Seat, bought[1], 2),
            Ordering.Change("upgrade", products.Better, bought[2], 3, "33.33"),
            Ordering.Change("upgrade", products.Better, bought[3], 7, "33.33"),
            Ordering.Change("cancel", products.Seat, bought[4], 7));

        var quote = await sale.Buyer.QuoteAsync(order);
        var sellers = await sale.Seller.QuoteAsync(order);
        Assert.Equal((null, "33.33", "33.33", "0.00"), (quote.Cost, quote.Lines[0].UnitPrice.Amount, quote.Lines[0].ListPrice!.Amount, quote.Lines[0].Discount!.Amount));
        var answer = await sale.ExecuteAsync(billing, order with { QuoteToken = quote.Token });

        Assert.All(answer.Lines, line => Assert.Equal("active", line.Status));
        Assert.Equal(quote.Charges, Added(before, await sale.Buyer.ChargedAsync(sale.ContosoConnection)));
        Assert.Equal(quote.Charges, sellers.Charges);
        await sale.Channel.AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(
            sellers.Cost!.Now.SelectMany(document => document.Lines).Select(line => (line.Formula, line.Net.Amount)).Order(),
            Added(costBefore, await sale.Operator.ChargedAsync(sale.NorthwindConnection)).Select(line => (line.Formula, line.Net.Amount)).Order());
    }

    [Fact]
    [Trait("Checklist", "S14")]
    public async Task Upgrade_SomeUnits_ReducesTheOldAndMakesANewSubscriptionWithItsPeriods()
    {
        var sale = await Sale.OpenAsync(billing, trialDays: 0);
        var (seat, better) = (await sale.ProductAsync("Seat", "30.00", "10.00"), await sale.ProductAsync("Seat, better", "60.00", "25.00"));
        var archive = await sale.ProductAsync("Archive", "5.00", "2.00", kind: "addOn");
        var main = Ordering.Buy(seat, 5, "30.00");
        var first = sale.Order(main, Ordering.Buy(archive, 1, "5.00", mainLine: main.Id));
        var old = (await sale.ExecuteAsync(billing, first)).Lines[0].SubscriptionId!.Value;
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(10));

        var answer = await sale.ExecuteAsync(billing, sale.Order(Ordering.Change("upgrade", better, old, 2, "60.00")));

        var subscriptions = await sale.Buyer.List<OrderedSubscriptionAnswer>("subscriptions");
        Assert.Equal(3, subscriptions.Count);
        Assert.Equal(("Seat", 3), Named(subscriptions.Single(subscription => subscription.Id == old)));
        Assert.Equal(("Seat, better", 2), Named(subscriptions.Single(subscription => subscription.Id == answer.Lines[0].SubscriptionId)));
        Assert.Equal(old, subscriptions.Single(subscription => subscription.ProductName == "Archive").MainSubscriptionId);
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(25));
        var renewed = (await sale.Buyer.LinesAsync(sale.ContosoConnection)).Where(line => line.Kind == "recurring").TakeLast(3).ToList();
        Assert.Equal(["120.00", "5.00", "90.00"], renewed.Select(line => line.Amount.Amount).Order(StringComparer.Ordinal));
        Assert.Single(renewed.Select(line => (line.PeriodStart, line.PeriodEnd)).Distinct());
        var wholesale = (await sale.Operator.LinesAsync(sale.NorthwindConnection)).Where(line => line.Kind == "recurring").TakeLast(3);
        Assert.Equal(["2.00", "30.00", "50.00"], wholesale.Select(line => line.Amount.Amount).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Accept_WithATokenThatDoesNotFit_IsRefusedAndKeepsNothing()
    {
        var sale = await Sale.OpenAsync(billing, trialDays: 0);
        var order = sale.Order(Ordering.Buy(sale.ProductId, 2));
        var quote = await sale.Buyer.QuoteAsync(order);
        Assert.Equal(0, await billing.Service.CountAsync($"SELECT count(*) FROM billing_accounts WHERE realm_id = '{sale.Channel.RealmId}'"));

        Assert.Equal("quote_token_invalid", (await RefusedAsync(order with { QuoteToken = "nonsense" })).Code);
        Assert.Equal("price_changed", (await RefusedAsync(sale.Order(Ordering.Buy(sale.ProductId, 3)) with { QuoteToken = quote.Token })).Code);
        Assert.Equal("price_changed", (await RefusedAsync(order with { QuoteToken = (await sale.Seller.QuoteAsync(order)).Token })).Code);
        await TaxAsync(sale, 21m);
        Assert.Equal("price_changed", (await RefusedAsync(order with { QuoteToken = quote.Token })).Code);
        var late = await sale.Buyer.QuoteAsync(order);
        await sale.Channel.AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal("quote_expired", (await RefusedAsync(order with { QuoteToken = late.Token, SubmittedAt = sale.Channel.Now })).Code);
        Assert.Equal(0, await billing.Service.CountAsync($"SELECT count(*) FROM requests WHERE realm_id = '{sale.Channel.RealmId}'"));
        Assert.Equal(0, await billing.Service.CountAsync($"SELECT count(*) FROM billing_accounts WHERE realm_id = '{sale.Channel.RealmId}'"));

        Task<Contracts.V1.OrderAnswer> RefusedAsync(Order refused) => sale.RefuseAsync(billing, refused with { Id = Guid.CreateVersion7() });
    }

    [Fact]
    public async Task Accept_WhatTheRulesForbid_IsRefusedByNameAndQuotedNeither()
    {
        var sale = await Sale.OpenAsync(billing, trialDays: 0);
        var seat = await sale.ProductAsync("Seat", with: product => product["limits"] = System.Text.Json.JsonSerializer.SerializeToNode(new { smallestQuantity = 2, largestQuantity = 9 }));
        var committed = await sale.ProductAsync("Committed", with: product => product["limits"] = System.Text.Json.JsonSerializer.SerializeToNode(new { smallestQuantity = 1, minimumCommitment = "month" }));
        var narrow = await sale.ProductAsync("Narrow", with: product => product["upgradeTargets"] = System.Text.Json.JsonSerializer.SerializeToNode(new[] { seat }));
        var (archive, setup) = (await sale.ProductAsync("Archive", kind: "addOn"), await sale.OneTimeAsync("Setup", "20.00"));
        var bought = await BuyAsync(sale, [Ordering.Buy(seat, 4), Ordering.Buy(committed, 2), Ordering.Buy(narrow), Ordering.Buy(setup)]);
        var foreign = await Sale.OpenAsync(billing, trialDays: 0);
        var theirs = await foreign.SellAsync(foreign.ProductId);

        await Refused("quantity_outside_product_limits", Ordering.Buy(seat, 1));
        await Refused("quantity_outside_product_limits", Ordering.Change("increase", seat, bought[0], 6));
        await Refused("quantity_outside_product_limits", Ordering.Change("decrease", seat, bought[0], 3));
        await Refused("quantity_outside_product_limits", Ordering.Change("upgrade", committed, bought[0], 3));
        await Refused("quantity_out_of_range", Ordering.Change("decrease", seat, bought[0], 4));
        await Refused("quantity_out_of_range", Ordering.Change("cancel", seat, bought[0], 5));
        await Refused("minimum_commitment_not_over", Ordering.Change("decrease", committed, bought[1], 1));
        await Refused("minimum_commitment_not_over", Ordering.Change("cancel", committed, bought[1], 2));
        await Refused("not_an_upgrade_target", Ordering.Change("upgrade", committed, bought[2], 1));
        await Refused("nothing_changes", Ordering.Change("upgrade", narrow, bought[2], 1));
        await Refused("product_kind_differs", Ordering.Change("upgrade", archive, bought[0], 4));
        await Refused("nothing_to_undo", Ordering.Change("undo", seat, bought[0], 0));
        await Refused("one_time_charge_does_not_change", Ordering.Change("increase", setup, bought[3], 1));
        await Refused("main_subscription_required", Ordering.Buy(archive));
        await Refused("not_a_main_subscription", Ordering.Buy(archive, main: bought[3]));
        await Refused("no_price_for_terms", Ordering.Buy(seat, 2, interval: "year"));
        await Refused("currency_mismatch_in_chain", Ordering.Buy(setup, currency: "EUR"));
        await Refused("subscription_not_found", Ordering.Change("increase", foreign.ProductId, theirs.Id, 1));
        await Refused("product_not_found", Ordering.Buy(foreign.ProductId));
        await Refused("effective_now_only", Ordering.Change("increase", seat, bought[0], 1, effective: "periodEnd"));
        await Refused("subscription_named_twice", Ordering.Change("increase", seat, bought[0], 1), Ordering.Change("decrease", seat, bought[0], 1));
        await Refused("main_subscription_ends", Ordering.Change("cancel", seat, bought[0], 4), Ordering.Buy(archive, main: bought[0]));

        async Task Refused(string code, OrderLine line, OrderLine? second = null)
        {
            var order = sale.Order(second is null ? [line] : [line, second]);
            using var quoted = await sale.Buyer.Post("order-quotes", order.AsQuoted());
            var problem = await quoted.Content.ReadFromJsonAsync<ProblemAnswer>();
            Assert.True(code == problem!.Code, $"{code} expected, {problem.Code}: {problem.Detail}");
            var answer = await sale.RefuseAsync(billing, order);
            Assert.Equal(problem.Code, answer.Code);
            Assert.Empty(answer.Lines);
        }
    }

    [Fact]
    public async Task Quote_ForWhoIsNoPartyToIt_IsNotFound()
    {
        var sale = await Sale.OpenAsync(billing);
        await sale.Operator.Post("order-quotes", sale.Order(Ordering.Buy(sale.ProductId)).AsQuoted()).AssertProblem(HttpStatusCode.NotFound, "not_found");
        await sale.Buyer.Post("order-quotes", sale.Order([.. Enumerable.Range(0, 101).Select(_ => Ordering.Buy(sale.ProductId))]).AsQuoted())
            .AssertProblem(HttpStatusCode.BadRequest, "line_count", "lines");
        Assert.True((await sale.Buyer.QuoteAsync(sale.Order(Ordering.Buy(sale.ProductId)))).IsEstimate);
    }

    private static (string Name, int Quantity) Named(OrderedSubscriptionAnswer subscription) => (subscription.ProductName, subscription.Quantity);

    private static List<(string Formula, MoneyAnswer Net, MoneyAnswer Tax)> Added(
        List<(string Formula, MoneyAnswer Net, MoneyAnswer Tax)> before, List<(string Formula, MoneyAnswer Net, MoneyAnswer Tax)> after)
    {
        foreach (var line in before)
        {
            Assert.True(after.Remove(line));
        }

        return after;
    }

    private async Task<List<Guid>> BuyAsync(Sale sale, IEnumerable<OrderLine> lines)
    {
        var order = sale.Order([.. lines]);
        var answer = await sale.ExecuteAsync(billing, order);
        await sale.Channel.AdvanceAsync(TimeSpan.FromMinutes(1));
        return [.. order.Lines.Select(line => answer.Lines.Single(answered => answered.LineId == line.Id).SubscriptionId!.Value)];
    }

    private static async Task TaxAsync(Sale sale, decimal percent)
    {
        using var put = await sale.Seller.PutAsJsonAsync($"{Answers.Root}/tax-rates", new { rates = new[] { new { country = "US", taxCode = "standard", percent } } });
        put.EnsureSuccessStatusCode();
    }

    private sealed record ProblemAnswer(string Code, string Detail);
}
