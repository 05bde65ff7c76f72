using System.Net;
using Billing.Contracts.V1;
using ServiceDefaults.Security;

namespace Billing.Api.Tests;

/// <summary>Many at once: as one by one, or none of them.</summary>
public sealed class ImportTests(BillingService billing)
{
    [Fact]
    public async Task ImportRequests_ToSeveralBuyers_ProposesToEachWhatOneByOneWould()
    {
        var sale = await Sale.OpenAsync(billing);
        var (wingtip, wingtipConnection) = await sale.Channel.ChildAsync(sale.Northwind, "Wingtip", OrganizationKind.Customer);
        var (litware, litwareConnection) = await sale.Channel.ChildAsync(sale.Northwind, "Litware", OrganizationKind.Partner);
        var cheaper = new { productId = sale.ProductId, kind = "fixed", audience = "resellers", amount = MoneyAnswer.Dollars("15.00"), interval = "month" };
        (await sale.Seller.Post("price-books/entries", cheaper)).EnsureSuccessStatusCode();
        await using var submitted = await billing.Service.ListenAsync<RequestSubmitted>();
        object[] rows = [sale.Proposal("9.00"), sale.Proposal("20.00", 3, wingtipConnection), sale.Proposal("15.00", connectionId: litwareConnection)];

        var imported = (await (await sale.Seller.Post("requests/import", new { requests = rows })).Read<ImportedRequests>()).Requests;

        Assert.Equal([sale.ContosoConnection, wingtipConnection, litwareConnection], imported.Select(request => request.ConnectionId));
        Assert.Equal(["pending", "pending", "pending"], imported.Select(request => request.Status));
        Assert.Equal([true, false, false], imported.Select(request => request.Margin!.BelowWholesale));
        foreach (var (row, request) in rows.Zip(imported))
        {
            await submitted.WaitAsync(fact => fact.Request.Id == request.Id);
            Assert.Equal("import-requests", Assert.Single(await sale.Seller.List<AuditAnswer>($"audit?subjectId={request.Id}")).Action);
            var alone = await (await sale.Seller.Post("requests", row)).Read<RequestAnswer>(HttpStatusCode.Created);
            Assert.Equal((alone.Type, alone.After, alone.Margin), (request.Type, request.After, request.Margin));
        }

        foreach (var (buyer, request) in new[] { sale.Contoso, wingtip, litware }.Zip(imported))
        {
            var seen = Assert.Single(await sale.Channel.As(buyer).List<RequestAnswer>("requests"), one => one.Id == request.Id);
            Assert.Null(seen.Margin);
            Assert.NotNull((await (await sale.Channel.As(buyer).Post($"requests/{request.Id}/approve")).Read<RequestAnswer>()).SubscriptionId);
        }
    }

    [Fact]
    public async Task ImportRequests_WithOneThatIsWrong_NamesItAndProposesNothing()
    {
        var sale = await Sale.OpenAsync(billing);
        var (_, wingtipConnection) = await sale.Channel.ChildAsync(sale.Northwind, "Wingtip", OrganizationKind.Customer);
        var other = await Sale.OpenAsync(billing);
        Task<HttpResponseMessage> Import(params object[] rows) => sale.Seller.Post("requests/import", new { requests = rows });

        await Import().AssertProblem(HttpStatusCode.BadRequest, "out_of_range", "requests");
        await Import([.. Enumerable.Repeat(sale.Proposal(), 501)]).AssertProblem(HttpStatusCode.BadRequest, "out_of_range", "requests");
        await Import(sale.Proposal(), sale.Proposal(quantity: 0, connectionId: wingtipConnection)).AssertProblem(HttpStatusCode.BadRequest, "quantity_out_of_range", "requests[1].quantity");
        await Import(sale.Proposal(), sale.Proposal(connectionId: other.ContosoConnection)).AssertProblem(HttpStatusCode.NotFound, "not_found", "requests[1]");
        await Import(sale.Proposal(productId: Guid.NewGuid()), sale.Proposal()).AssertProblem(HttpStatusCode.NotFound, "not_found", "requests[0]");
        await Import(sale.Proposal(), sale.Proposal(connectionId: sale.NorthwindConnection)).AssertProblem(HttpStatusCode.Forbidden, "only_seller_proposes", "requests[1]");
        await sale.Channel.As(sale.Northwind, Role.Support).Post("requests/import", new { requests = new[] { sale.Proposal() } })
            .AssertProblem(HttpStatusCode.Forbidden, "role_not_permitted");

        Assert.Empty(await sale.Seller.List<RequestAnswer>("requests"));
        Assert.Empty(await sale.Buyer.List<RequestAnswer>("requests"));
    }

    [Fact]
    [Trait("Checklist", "X17")]
    public async Task ImportRequests_RepeatedWithItsKey_ProposesOnce()
    {
        var sale = await Sale.OpenAsync(billing);
        var body = new { requests = new[] { sale.Proposal(), sale.Proposal("30.00") } };

        (await sale.Seller.Post("requests/import", body, key: "move-in")).EnsureSuccessStatusCode();
        (await sale.Seller.Post("requests/import", body, key: "move-in")).EnsureSuccessStatusCode();

        Assert.Equal(2, (await sale.Seller.List<RequestAnswer>("requests")).Count);
    }

    [Fact]
    public async Task ImportUsage_OfSeveralCustomers_StartsTheirTrialsAndCountsEachOnce()
    {
        var sale = await Sale.OpenAsync(billing);
        var (wingtip, wingtipConnection) = await sale.Channel.ChildAsync(sale.Northwind, "Wingtip", OrganizationKind.Customer);
        var (first, second) = (await sale.SellAsync(), await sale.SellAsync("30.00"));
        var third = await ApprovedAsync(sale, wingtip, wingtipConnection);
        await using var started = await billing.Service.ListenAsync<TrialStarted>();
        object[] events = [Call(first.Id, "a"), Call(third, "a"), Call(second.Id, "a"), Call(first.Id, "b"), Call(first.Id, "a")];

        var imported = (await (await sale.Seller.Post("usage/import", new { events })).Read<ImportedUsage>()).Events;
        var again = (await (await sale.Seller.Post("usage/import", new { events })).Read<ImportedUsage>()).Events;

        Assert.Equal([true, true, true, true, false], imported.Select(used => used.IsNew));
        Assert.DoesNotContain(again, used => used.IsNew);
        Assert.Equal(imported.Select(used => used.At), again.Select(used => used.At));
        await started.WaitAsync(fact => fact.Subscription.Id == third);
        var after = await sale.Buyer.Get<SubscriptionAnswer>($"subscriptions/{second.Id}");
        Assert.Equal((await sale.Buyer.Get<SubscriptionAnswer>($"subscriptions/{first.Id}")).TrialEndsAt, after.TrialEndsAt);
        Assert.NotNull(after.FirstUsedAt);
        Assert.NotNull(after.TrialEndsAt);
        Assert.Equal(2, await billing.Service.CountAsync($"SELECT count(*) FROM usage_events WHERE subscription_id = '{first.Id}'"));
        Assert.Equal(2, await billing.Service.CountAsync(
            $"SELECT count(*) FROM platform.due_work WHERE kind = 'end-trial' AND key IN ('{sale.ContosoConnection}', '{wingtipConnection}')"));
    }

    [Fact]
    [Trait("Checklist", "B17")]
    public async Task ImportUsage_WithFees_ChargesTheSumOnEveryEdge()
    {
        var sale = await Sale.OpenAsync(billing, trialDays: 0);
        var product = (await (await sale.Operator.Post("products", Products.WithFees())).Read<ProductAnswer>(HttpStatusCode.Created)).Id;
        var request = await (await sale.Seller.Post("requests", sale.Proposal(productId: product))).Read<RequestAnswer>(HttpStatusCode.Created);
        var subscription = (await (await sale.Buyer.Post($"requests/{request.Id}/approve")).Read<RequestAnswer>()).SubscriptionId!.Value;
        await sale.Channel.AdvanceAsync(TimeSpan.FromMinutes(1));
        object[] events = [Used(subscription, "1", "booking", 3), Used(subscription, "2", "transfer", 2), Used(subscription, "3", "booking", 4), Used(subscription, "4", "call", 9)];

        (await sale.Seller.Post("usage/import", new { events })).EnsureSuccessStatusCode();
        (await sale.Seller.Post("usage/import", new { events })).EnsureSuccessStatusCode();
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(40));

        Assert.Equal([("booking fee", 7, "3.50"), ("transfer fee", 2, "0.60")], await FeesAsync(sale.Buyer, sale.ContosoConnection));
        Assert.Equal([("booking fee", 7, "1.40"), ("transfer fee", 2, "0.20")], await FeesAsync(sale.Seller, sale.NorthwindConnection));
    }

    [Fact]
    public async Task ImportUsage_WithOneThatIsWrong_NamesItAndRecordsNothing()
    {
        var sale = await Sale.OpenAsync(billing);
        var subscription = (await sale.SellAsync()).Id;
        var foreign = (await (await Sale.OpenAsync(billing)).SellAsync()).Id;
        Task<HttpResponseMessage> Import(params object[] events) => sale.Seller.Post("usage/import", new { events });

        await Import().AssertProblem(HttpStatusCode.BadRequest, "out_of_range", "events");
        await Import(Call(subscription, "a"), Call(subscription, "")).AssertProblem(HttpStatusCode.BadRequest, "required", "events[1].eventId");
        await Import(Call(subscription, "a"), Used(subscription, "b", "call", 0)).AssertProblem(HttpStatusCode.BadRequest, "quantity_out_of_range", "events[1].quantity");
        await Import(Call(subscription, "a"), Call(foreign, "a")).AssertProblem(HttpStatusCode.NotFound, "not_found", "events[1]");
        await Import(Call(subscription, "a"), Used(subscription, "a", "call", 2)).AssertProblem(HttpStatusCode.UnprocessableEntity, "usage_event_differs", "events[1]");
        await sale.Channel.As(sale.Northwind, Role.Viewer).Post("usage/import", new { events = new[] { Call(subscription, "a") } })
            .AssertProblem(HttpStatusCode.Forbidden, "role_not_permitted");

        Assert.Null((await sale.Buyer.Get<SubscriptionAnswer>($"subscriptions/{subscription}")).TrialEndsAt);
        Assert.Equal(0, await billing.Service.CountAsync($"SELECT count(*) FROM usage_events WHERE subscription_id IN ('{subscription}', '{foreign}')"));
    }

    [Fact]
    public async Task ImportUsage_OfTheSameByBothSidesAtOnce_CountsEachOnce()
    {
        var sale = await Sale.OpenAsync(billing);
        var subscription = (await sale.SellAsync()).Id;

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(round => (round % 2 == 0 ? sale.Seller : sale.Buyer).Post(
            "usage/import", new { events = Enumerable.Range(round, 5).Select(number => Call(subscription, $"call-{number}")) })));

        Assert.All(answers, answer => Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}"));
        Assert.Equal(12, await billing.Service.CountAsync($"SELECT count(*) FROM usage_events WHERE subscription_id = '{subscription}'"));
        Assert.Equal(2, (await sale.Buyer.Get<SubscriptionAnswer>($"subscriptions/{subscription}")).Version);
    }

    [Fact]
    [Trait("Checklist", "B8")]
    public async Task ImportPayments_OfAStatement_PaysEachInvoiceAndTellsIt()
    {
        var (sale, invoices) = await InvoicedAsync();
        await using var paid = await billing.Service.ListenAsync<InvoicePaid>();
        object[] payments = [Payment(invoices[0].Id, "5.00"), Payment(invoices[1].Id, "50.00"), Payment(invoices[0].Id, "15.00")];

        var after = (await (await sale.Seller.Post("payments/import", new { payments }, key: "statement-7")).Read<ImportedPayments>()).Invoices;
        (await sale.Seller.Post("payments/import", new { payments }, key: "statement-7")).EnsureSuccessStatusCode();

        Assert.Equal([invoices[0].Id, invoices[1].Id, invoices[0].Id], after.Select(invoice => invoice.Id));
        Assert.All(after, invoice => Assert.Equal("paid", invoice.Status));
        await paid.WaitAsync(fact => fact.Invoice.Id == invoices[0].Id);
        var first = await sale.Buyer.Get<InvoiceAnswer>($"invoices/{invoices[0].Id}");
        Assert.Equal(["5.00", "15.00"], first.Payments!.Select(payment => payment.Amount.Amount).OrderBy(amount => amount.Length));
        // What was too much stays with the buyer.
        Assert.Equal([MoneyAnswer.Dollars("20.00")], (await sale.Seller.Get<PlanAnswer>($"connections/{invoices[1].ConnectionId}/plan")).CreditBalances);
        Assert.Equal(2, (await sale.Seller.List<AuditAnswer>($"audit?subjectId={first.Id}")).Count(entry => entry.Action == "import-payments"));
    }

    [Fact]
    public async Task ImportPayments_WithOneThatIsWrong_NamesItAndPaysNothing()
    {
        var (sale, invoices) = await InvoicedAsync();
        Task<HttpResponseMessage> Import(params object[] payments) => sale.Seller.Post("payments/import", new { payments });

        await Import().AssertProblem(HttpStatusCode.BadRequest, "out_of_range", "payments");
        await Import(Payment(invoices[0].Id, "20.00"), Payment(invoices[1].Id, "0.00")).AssertProblem(HttpStatusCode.BadRequest, "payment_not_positive", "payments[1].amount.amount");
        await Import(Payment(invoices[0].Id, "20.00"), Payment(Guid.NewGuid(), "1.00")).AssertProblem(HttpStatusCode.NotFound, "not_found", "payments[1]");
        await Import(Payment(invoices[0].Id, "20.00"), Payment(invoices[0].Id, "1.00")).AssertProblem(HttpStatusCode.Conflict, "invoice_pay_rest_not_allowed", "payments[1]");
        await sale.Buyer.Post("payments/import", new { payments = new[] { Payment(invoices[0].Id, "20.00") } })
            .AssertProblem(HttpStatusCode.Forbidden, "only_seller_records_payments", "payments[0]");
        await sale.Operator.Post("payments/import", new { payments = new[] { Payment(invoices[0].Id, "20.00") } }).AssertProblem(HttpStatusCode.NotFound, "not_found", "payments[0]");

        Assert.All(await sale.Seller.List<InvoiceAnswer>("invoices?side=issued"), invoice => Assert.Equal(MoneyAnswer.Dollars("0.00"), invoice.AmountPaid));
    }

    [Fact]
    public async Task ImportPrices_AWholeList_IsOneVersionOfTheProduct()
    {
        var sale = await Sale.OpenAsync(billing);
        await using var published = await billing.Service.ListenAsync<PricePublished>();
        object[] prices = [Products.NewPrice("11.00"), Products.NewPrice("21.00", "recommended"), Products.NewPrice("22.00", "recommended")];

        var product = await (await sale.Operator.Post($"products/{sale.ProductId}/prices/import", new { prices })).Read<ProductAnswer>();

        Assert.Equal(2, product.Version);
        Assert.Equal([1, 2, 3], product.RecommendedPrices.Select(price => price.Number));
        Assert.Equal("11.00", product.ResellerSubscription!.WholesalePrices.Last().Price.Amount);
        await published.WaitAsync(fact => fact.Product.Id == sale.ProductId);
        var own = new { prices = new[] { Products.NewPrice("21.00", "recommended"), Products.NewPrice("0.50") } };
        await sale.Seller.Post($"products/{sale.ProductId}/prices/import", own).AssertProblem(HttpStatusCode.Forbidden, "product_read_only", "prices[0]");
        var wrong = new { prices = new[] { Products.NewPrice("23.00", "recommended"), Products.NewPrice("-1.00") } };
        Assert.Equal(HttpStatusCode.BadRequest, (await sale.Operator.Post($"products/{sale.ProductId}/prices/import", wrong)).StatusCode);
        Assert.Equal(2, (await sale.Operator.Get<ProductAnswer>($"products/{sale.ProductId}")).Version);
    }

    private static object Call(Guid subscriptionId, string eventId) => Used(subscriptionId, eventId, "call", 1);

    private static object Used(Guid subscriptionId, string eventId, string kind, int quantity) => new { subscriptionId, eventId, kind, quantity };

    private static object Payment(Guid invoiceId, string amount) => new { invoiceId, amount = MoneyAnswer.Dollars(amount), reference = "Statement 7" };

    private static async Task<Guid> ApprovedAsync(Sale sale, Party buyer, Guid connectionId, string price = "20.00")
    {
        var request = await (await sale.Seller.Post("requests", sale.Proposal(price, connectionId: connectionId))).Read<RequestAnswer>(HttpStatusCode.Created);
        return (await (await sale.Channel.As(buyer).Post($"requests/{request.Id}/approve")).Read<RequestAnswer>()).SubscriptionId!.Value;
    }

    /// <summary>Contoso owes Northwind $20, and Wingtip $30.</summary>
    private async Task<(Sale Sale, IReadOnlyList<InvoiceAnswer> Invoices)> InvoicedAsync()
    {
        var sale = await Sale.OpenAsync(billing);
        var (wingtip, wingtipConnection) = await sale.Channel.ChildAsync(sale.Northwind, "Wingtip", OrganizationKind.Customer);
        Guid[] subscriptions = [(await sale.SellAsync()).Id, await ApprovedAsync(sale, wingtip, wingtipConnection, "30.00")];
        (await sale.Seller.Post("usage/import", new { events = subscriptions.Select(id => Call(id, "a")) })).EnsureSuccessStatusCode();
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(15));
        return (sale, [.. (await sale.Seller.List<InvoiceAnswer>("invoices?side=issued")).OrderBy(invoice => invoice.AmountDue.Amount, StringComparer.Ordinal)]);
    }

    private static async Task<IReadOnlyList<(string Fee, int Quantity, string Amount)>> FeesAsync(HttpClient client, Guid connectionId)
    {
        var lines = new List<LineAnswer>();
        foreach (var invoice in await client.List<InvoiceAnswer>($"invoices?connectionId={connectionId}"))
        {
            lines.AddRange((await client.Get<InvoiceAnswer>($"invoices/{invoice.Id}")).Lines!);
        }

        return [.. lines.Where(line => line.ProductName.EndsWith("fee", StringComparison.Ordinal)).Select(line => (line.ProductName.Split(", ")[^1], line.Quantity, line.Amount.Amount))];
    }

    private sealed record ImportedRequests(IReadOnlyList<RequestAnswer> Requests);

    private sealed record ImportedUsage(IReadOnlyList<UsedAnswer> Events);

    private sealed record UsedAnswer(Guid SubscriptionId, string EventId, DateTimeOffset At, bool IsNew);

    private sealed record ImportedPayments(IReadOnlyList<InvoiceAnswer> Invoices);
}
