using System.Net;
using Storefront.Contracts.V1;

namespace Billing.Api.Tests;

/// <summary>An order is taken as a whole or refused, and charged for when it is delivered.</summary>
[Trait("Checklist", "X22")]
public sealed class OrderTests(BillingService billing)
{
    [Fact]
    public async Task Provision_AMixedOrder_IsAnInvoiceForEachTypeWithTheOrdersNumber()
    {
        var sale = await Sale.OpenAsync(billing, trialDays: 0);
        var (suite, addOn, setup) = (await sale.ProductAsync("Suite", "40.00"), await sale.ProductAsync("Archive", "5.00", "2.00", kind: "addOn"), await sale.OneTimeAsync("Setup", "99.00"));
        var main = Ordering.Buy(suite, 3, "40.00");
        var order = sale.Order(main, Ordering.Buy(addOn, 2, "5.00", mainLine: main.Id), Ordering.Buy(setup, 1, "99.00"));

        var accepted = await sale.AcceptAsync(billing, order);
        Assert.All(accepted.Answer.Lines, line => Assert.Equal(("pending", null), (line.Status, line.SubscriptionId)));
        Assert.Empty(await sale.Buyer.List<OrderedSubscriptionAnswer>("subscriptions"));
        var activated = await Activated(sale, order.Delivered());

        Assert.All(activated.Lines, line => Assert.Equal("active", line.Status));
        var invoices = await sale.Buyer.List<OrderInvoiceAnswer>("invoices");
        Assert.Equal(
            [("addOn", "S-17", "10.00"), ("oneTime", "S-17", "99.00"), ("subscription", "S-17", "120.00")],
            invoices.Select(invoice => (invoice.Type, invoice.OrderNumber, invoice.AmountDue.Amount)).OrderBy(invoice => invoice.Type, StringComparer.Ordinal));
        var bought = await sale.Buyer.List<OrderedSubscriptionAnswer>("subscriptions");
        Assert.All(bought, subscription => Assert.Equal(("buyer", order.Id, "active"), (subscription.BoughtBy, subscription.OrderId, subscription.Status)));
        Assert.Equal(activated.Lines[0].SubscriptionId, bought.Single(subscription => subscription.ProductName == "Archive").MainSubscriptionId);
        Assert.All(await sale.Buyer.LinesAsync(sale.ContosoConnection), line => Assert.Equal("recommended", line.PriceSource));
        var entry = Assert.Single(await sale.Seller.List<HistoryAnswer>($"subscriptions/{bought[0].Id}/history"));
        Assert.Equal(("created", sale.Contoso.PersonId, sale.Contoso.Id), (entry.Event, entry.PersonId, entry.OrganizationId));

        // The first period is charged, and wholesale of all of it is: another hour charges nothing more.
        await sale.Channel.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(3, (await sale.Buyer.List<OrderInvoiceAnswer>("invoices")).Count);
        Assert.Equal(3, (await sale.Operator.LinesAsync(sale.NorthwindConnection)).Count);
        Assert.All(await sale.Operator.List<OrderInvoiceAnswer>("invoices"), invoice => Assert.Null(invoice.OrderNumber));
    }

    [Fact]
    public async Task Provision_WhileTheTrialIsOpen_ChargesOnlyWhatIsPaidOnce()
    {
        var sale = await Sale.OpenAsync(billing);
        var setup = await sale.OneTimeAsync("Setup", "99.00");
        var main = Ordering.Buy(sale.ProductId);
        var order = sale.Order(main, Ordering.Buy(await sale.ProductAsync("Archive", "5.00", "2.00", kind: "addOn"), 1, "5.00", mainLine: main.Id), Ordering.Buy(setup, 1, "99.00"));

        await sale.ExecuteAsync(billing, order);

        Assert.Equal(("oneTime", "S-17"), (await sale.Buyer.List<OrderInvoiceAnswer>("invoices")).Select(invoice => (invoice.Type, invoice.OrderNumber)).Single());
        var bought = await sale.Buyer.List<OrderedSubscriptionAnswer>("subscriptions");
        Assert.Equal(["active", "trial", "trial"], bought.Select(subscription => subscription.Status).Order(StringComparer.Ordinal));
        await sale.UseAsync(bought.Single(subscription => subscription.ProductName == "Call recording").Id);
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(15));
        var invoices = await sale.Buyer.List<OrderInvoiceAnswer>("invoices");
        Assert.Equal(["20.00", "5.00", "99.00"], invoices.Select(invoice => invoice.AmountDue.Amount).Order(StringComparer.Ordinal));
        // What was charged for the first time belongs to the order; what is charged again, and what the seller pays for it, does not.
        Assert.All(invoices, invoice => Assert.Equal("S-17", invoice.OrderNumber));
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(31));
        Assert.Equal(2, (await sale.Buyer.List<OrderInvoiceAnswer>("invoices")).Count(invoice => invoice.OrderNumber is null));
        Assert.All(await sale.Operator.List<OrderInvoiceAnswer>("invoices"), invoice => Assert.Null(invoice.OrderNumber));
    }

    [Fact]
    public async Task Provision_SomeLinesFirst_ChargesThoseAndTheOthersLater()
    {
        var sale = await Sale.OpenAsync(billing, trialDays: 0);
        var archive = await sale.ProductAsync("Archive", "5.00", "2.00", kind: "addOn");
        var main = Ordering.Buy(sale.ProductId);
        var order = sale.Order(main, Ordering.Buy(archive, 1, "5.00", mainLine: main.Id), Ordering.Buy(sale.ProductId, 2));
        await sale.AcceptAsync(billing, order);

        // The add-on waits for its main line, which is delivered by hand.
        var first = await Activated(sale, order with { Lines = [main, order.Lines[1] with { Delivery = "delivered" }, order.Lines[2] with { Delivery = "delivered" }] });
        Assert.Equal(["pending", "pending", "active"], Statuses(order, first));
        await sale.ProvisionAsync(order with { Lines = [main with { Delivery = "delivered" }, order.Lines[1] with { Delivery = "delivered" }, order.Lines[2] with { Delivery = "active" }] }, 4);

        Assert.Equal(["20.00", "40.00", "5.00"], (await sale.Buyer.List<OrderInvoiceAnswer>("invoices")).Select(invoice => invoice.AmountDue.Amount).Order(StringComparer.Ordinal));
        Assert.Equal(3, (await sale.Buyer.List<OrderedSubscriptionAnswer>("subscriptions")).Count);
    }

    [Fact]
    public async Task Provision_WithACanceledLine_LetsGoOfThatOne()
    {
        var (sale, subscription) = await Changing.SoldAndBilledAsync(billing);
        var order = sale.Order(Ordering.Change("increase", await ProductOf(sale, subscription.Id), subscription.Id, 2), Ordering.Buy(sale.ProductId));
        await sale.AcceptAsync(billing, order);

        var activated = await Activated(sale, order with { Lines = [order.Lines[0] with { Delivery = "canceled" }, order.Lines[1] with { Delivery = "delivered" }] });

        Assert.Equal(["withdrawn", "active"], Statuses(order, activated));
        Assert.Equal(1, (await sale.ReadAsync(subscription.Id)).Quantity);
        await sale.ApproveAsync(await sale.ProposeAsync(subscription.Id, new { quantity = 4 }));
    }

    [Fact]
    [Trait("Checklist", "X15")]
    public async Task Accept_WhatSomebodyElseIsToDecide_IsRefusedAndTheOtherWayRound()
    {
        var (sale, subscription) = await Changing.SoldAndBilledAsync(billing);
        var product = await ProductOf(sale, subscription.Id);
        var first = sale.Order(Ordering.Change("increase", product, subscription.Id, 2));
        await sale.SubmitAsync(first);

        // Neither a request nor a second order gets in between, before it is approved and after.
        await sale.Seller.Post($"subscriptions/{subscription.Id}/change-requests", new { quantity = 9 }).AssertProblem(HttpStatusCode.Conflict, "change_undecided");
        Assert.Equal("change_undecided", (await sale.RefuseAsync(billing, sale.Order(Ordering.Change("decrease", product, subscription.Id, 1)))).Code);
        await sale.ApproveAsync(first);
        await sale.Seller.Post($"subscriptions/{subscription.Id}/change-requests", new { quantity = 9 }).AssertProblem(HttpStatusCode.Conflict, "change_undecided");
        await sale.CancelAsync(first);

        // What was called off is in nobody's way; a request is, as long as it is undecided.
        var request = await sale.ProposeAsync(subscription.Id, new { quantity = 9 });
        Assert.Equal("change_undecided", (await sale.RefuseAsync(billing, sale.Order(Ordering.Change("increase", product, subscription.Id, 1)))).Code);
        await sale.ApproveAsync(request);
        Assert.Equal(9, (await sale.ReadAsync(subscription.Id)).Quantity);
    }

    [Fact]
    public async Task Submit_AnOrderAndARequestAtOnce_OneWins()
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var (sale, subscription) = await Changing.SoldAndBilledAsync(billing);
            var order = sale.Order(Ordering.Change("increase", await ProductOf(sale, subscription.Id), subscription.Id, 2));
            var proposing = sale.Seller.Post($"subscriptions/{subscription.Id}/change-requests", new { quantity = 9 });
            await sale.SubmitAsync(order);
            using var proposed = await proposing;

            var refused = await billing.Service.CountAsync($"SELECT count(*) FROM orders WHERE id = '{order.Id}' AND status = 'Refused'");
            Assert.Equal(proposed.StatusCode == HttpStatusCode.Created ? 1 : 0, refused);
            Assert.True(proposed.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict, proposed.StatusCode.ToString());
            Assert.Equal(1, await billing.Service.CountAsync($"SELECT count(*) FROM requests WHERE subscription_id = '{subscription.Id}' AND status = 'Pending'"));
        }
    }

    [Fact]
    public async Task Requests_OfAnOrdersLines_AreNotThereForAnybody()
    {
        var (sale, subscription) = await Changing.SoldAndBilledAsync(billing);
        var order = sale.Order(Ordering.Change("increase", await ProductOf(sale, subscription.Id), subscription.Id, 2));
        await sale.SubmitAsync(order);
        Guid line;
        await using (var command = billing.Service.Database.CreateCommand($"SELECT id FROM requests WHERE order_line_id = '{order.Lines[0].Id}'"))
        {
            line = (Guid)(await command.ExecuteScalarAsync())!;
        }

        Assert.DoesNotContain(await sale.Seller.List<ChangeRequestAnswer>("requests"), request => request.Id == line);
        foreach (var route in (string[])["approve", "reject", "withdraw", "discard", "submit"])
        {
            await sale.Seller.Post($"requests/{line}/{route}", route is "submit" or "discard" ? null : new { reason = "No." }).AssertProblem(HttpStatusCode.NotFound, "not_found");
            await sale.Buyer.Post($"requests/{line}/{route}", route is "submit" or "discard" ? null : new { reason = "No." }).AssertProblem(HttpStatusCode.NotFound, "not_found");
        }

        await sale.Buyer.Post($"requests/{line}/counter", new { quantity = 7 }).AssertProblem(HttpStatusCode.NotFound, "not_found");
        await sale.Buyer.GetAsync($"{Answers.Root}/requests/{line}/quote").AssertProblem(HttpStatusCode.NotFound, "not_found");
        await sale.Buyer.GetAsync($"{Answers.Root}/requests/{line}").AssertProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Provision_OnceTheConnectionHasEnded_FailsTheLineAndSaysWhy()
    {
        var sale = await Sale.OpenAsync(billing, trialDays: 0);
        var order = sale.Order(Ordering.Buy(sale.ProductId));
        await sale.AcceptAsync(billing, order);
        await sale.Channel.TellAsync(
            new Orgs.Contracts.V1.ConnectionEnded(Channel.Connection(sale.ContosoConnection, sale.Northwind, sale.Contoso, status: "ended")), sale.ContosoConnection, 2);

        var activated = await Activated(sale, order.Delivered());

        Assert.Equal(("failed", "connection_ended"), (activated.Lines[0].Status, activated.Lines[0].Code));
        Assert.Equal(0, await billing.Service.CountAsync($"SELECT count(*) FROM subscriptions WHERE realm_id = '{sale.Channel.RealmId}'"));
    }

    [Fact]
    public async Task Provision_AfterThePriceRose_ChargesThePriceItWasAcceptedAt()
    {
        var sale = await Sale.OpenAsync(billing, trialDays: 0);
        var order = sale.Order(Ordering.Buy(sale.ProductId, 2));
        await sale.AcceptAsync(billing, order);
        (await sale.Seller.Post("price-books/entries", new { productId = sale.ProductId, kind = "fixed", audience = "customers", amount = MoneyAnswer.Dollars("55.00") })).EnsureSuccessStatusCode();

        await Activated(sale, order.Delivered());

        Assert.Equal("40.00", Assert.Single(await sale.Buyer.List<OrderInvoiceAnswer>("invoices")).AmountDue.Amount);
        Assert.Equal("price_changed", (await sale.RefuseAsync(billing, sale.Order(Ordering.Buy(sale.ProductId)))).Code);
        var placed = sale.Order(Ordering.Buy(sale.ProductId, price: "55.00")) with { PlacedBy = "seller", PlacedById = sale.Northwind.PersonId };
        await sale.ExecuteAsync(billing, placed);
        Assert.Equal("seller", (await sale.Buyer.List<OrderedSubscriptionAnswer>("subscriptions")).Single(subscription => subscription.OrderId == placed.Id).BoughtBy);
        Assert.Equal("fixed", (await sale.Buyer.LinesAsync(sale.ContosoConnection))[^1].PriceSource);
    }

    private static IEnumerable<string> Statuses(Order order, Contracts.V1.OrderAnswer answer) =>
        order.Lines.Select(line => answer.Lines.Single(answered => answered.LineId == line.Id).Status);

    private static async Task<Guid> ProductOf(Sale sale, Guid subscriptionId) => (await sale.Buyer.Get<ProductOfAnswer>($"subscriptions/{subscriptionId}")).ProductId;

    private async Task<Contracts.V1.OrderAnswer> Activated(Sale sale, Order order)
    {
        await using var answers = await billing.Service.ListenAsync<Contracts.V1.OrderActivated>();
        await sale.ProvisionAsync(order);
        return (await answers.WaitAsync(fact => fact.Answer.OrderId == order.Id)).Answer;
    }

    private sealed record ProductOfAnswer(Guid ProductId);
}
