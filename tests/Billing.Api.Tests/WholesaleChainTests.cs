using System.Net;
using ServiceDefaults.Security;

namespace Billing.Api.Tests;

public sealed class WholesaleChainTests(BillingService billing)
{
    [Fact]
    [Trait("Checklist", "B9")]
    public async Task Sale_ThreeLevelsDeep_ChargesEveryEdgeOnceAndEachToItsDirectBuyerAlone()
    {
        var sale = await Sale.OpenAsync(billing);
        var (reseller, resellerConnection) = await sale.Channel.ChildAsync(sale.Northwind, "Adventure", OrganizationKind.Partner);
        var (customer, customerConnection) = await sale.Channel.ChildAsync(reseller, "Wingtip", OrganizationKind.Customer);
        var subscription = await SellAsync(sale, reseller, customer, customerConnection, "35.00");
        await (await sale.Channel.As(customer).Post($"subscriptions/{subscription}/usage", new { eventId = "1", kind = "call", quantity = 1 })).Read<UsageAnswer>(HttpStatusCode.Created);

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(15));

        Assert.Equal([(customerConnection, "35.00")], await Invoices(sale.Channel.As(customer)));
        Assert.Equal([(resellerConnection, "10.00"), (customerConnection, "35.00")], await Invoices(sale.Channel.As(reseller)));
        Assert.Equal([(sale.NorthwindConnection, "10.00"), (resellerConnection, "10.00")], await Invoices(sale.Seller));
        Assert.Equal([(sale.NorthwindConnection, "10.00")], await Invoices(sale.Operator));
        foreach (var upstream in (HttpClient[])[sale.Seller, sale.Operator])
        {
            foreach (var path in (string[])["invoices", "subscriptions", "requests"])
            {
                using var answer = await upstream.GetAsync($"{Answers.Root}/{path}");
                (await answer.Content.ReadAsStringAsync()).AssertHides("35.00");
            }
        }

        var distributorsLine = Assert.Single((await Single(sale.Channel.As(reseller), resellerConnection)).Lines!);
        Assert.Equal(("Wingtip", "cost"), (distributorsLine.EndAccountName, distributorsLine.PriceSource));
    }

    [Fact]
    [Trait("Checklist", "B9")]
    [Trait("Checklist", "X18")]
    public async Task Sale_ThreeLevelsDeep_ShowsNobodyAPriceOfAnEdgeThatIsNotItsOwn()
    {
        var sale = await Sale.OpenAsync(billing);
        var (reseller, resellerConnection) = await sale.Channel.ChildAsync(sale.Northwind, "Adventure", OrganizationKind.Partner);
        var (customer, customerConnection) = await sale.Channel.ChildAsync(reseller, "Wingtip", OrganizationKind.Customer, trialDays: 0);
        var markup = new { productId = sale.ProductId, kind = "markupAmount", audience = "resellers", amount = MoneyAnswer.Dollars("3.33") };
        (await sale.Seller.Post("price-books/entries", markup)).EnsureSuccessStatusCode();
        await SellAsync(sale, reseller, customer, customerConnection, "35.77");

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(22));

        Assert.Equal([(customerConnection, "35.77")], await Invoices(sale.Channel.As(customer)));
        Assert.Equal([(resellerConnection, "13.33"), (customerConnection, "35.77")], await Invoices(sale.Channel.As(reseller)));
        Assert.Equal([(sale.NorthwindConnection, "10.00"), (resellerConnection, "13.33")], await Invoices(sale.Seller));
        Assert.Equal([(sale.NorthwindConnection, "10.00")], await Invoices(sale.Operator));

        // Retail, the distributor's price and its markup, and the wholesale fee: each is hidden from whoever is not on that edge.
        await AssertHidden(sale.Operator, sale.NorthwindConnection, "35.77", "13.33", "\"3.33\"", $"{customerConnection}", $"{resellerConnection}");
        await AssertHidden(sale.Seller, resellerConnection, "35.77", $"{customerConnection}");
        await AssertHidden(sale.Channel.As(reseller), customerConnection, "10.00", "\"3.33\"", $"{sale.NorthwindConnection}");
        await AssertHidden(sale.Channel.As(customer), customerConnection, "10.00", "13.33", "\"3.33\"", $"{sale.NorthwindConnection}", $"{resellerConnection}");
    }

    [Fact]
    [Trait("Checklist", "B11")]
    public async Task Wholesale_OfWhatIsUnusedAndSuspended_IsOwedInFullOnEveryEdge()
    {
        var sale = await Sale.OpenAsync(billing);
        var (reseller, resellerConnection) = await sale.Channel.ChildAsync(sale.Northwind, "Adventure", OrganizationKind.Partner);
        var (customer, customerConnection) = await sale.Channel.ChildAsync(reseller, "Wingtip", OrganizationKind.Customer);
        var subscription = await SellAsync(sale, reseller, customer, customerConnection, "35.00");
        (await sale.Channel.As(reseller).Post($"subscriptions/{subscription}/suspend")).EnsureSuccessStatusCode();

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(21 + 62));

        Assert.Empty(await sale.Channel.As(customer).List<InvoiceAnswer>("invoices"));
        foreach (var (seller, connection) in ((HttpClient, Guid)[])[(sale.Operator, sale.NorthwindConnection), (sale.Seller, resellerConnection)])
        {
            var owed = await seller.List<InvoiceAnswer>($"invoices?connectionId={connection}");
            Assert.Equal(3, owed.Count);
            Assert.All(owed, invoice => Assert.Equal("10.00", invoice.AmountDue.Amount));
        }
    }

    /// <summary>Reads everything that an organisation can list, and each invoice, and finds none of these words in it.</summary>
    private static async Task AssertHidden(HttpClient client, Guid connectionId, params string[] words)
    {
        var invoices = (await client.List<InvoiceAnswer>("invoices")).Select(invoice => $"invoices/{invoice.Id}");
        string[] lists =
        [
            "products", "price-books/entries", "requests", "subscriptions", "invoices", "invoices/export", "credit-notes", "margins", "margins/totals", "ledger", "audit",
            $"connections/{connectionId}/plan",
        ];
        foreach (var path in lists.Concat(invoices))
        {
            using var answer = await client.GetAsync($"{Answers.Root}/{path}");
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, $"{path}: {text}");
            Assert.All(words, text.AssertHides);
        }
    }

    [Fact]
    [Trait("Checklist", "B16")]
    public async Task Wholesale_OfAProductThatWasNotSold_IsOwedByNobody()
    {
        var sale = await Sale.OpenAsync(billing);
        var other = await (await sale.Operator.Post("products", Products.Good(wholesale: "99.00", name: "Fax"))).Read<ProductAnswer>(HttpStatusCode.Created);
        var (fabrikam, _) = await sale.Channel.ChildAsync(sale.Channel.Operator, "Fabrikam", OrganizationKind.Partner);
        await sale.SellAsync();

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(22));

        Assert.Equal([(sale.NorthwindConnection, "10.00")], await Invoices(sale.Operator));
        Assert.Empty(await sale.Channel.As(fabrikam).List<InvoiceAnswer>("invoices"));
        Assert.NotEqual(sale.ProductId, other.Id);
    }

    [Fact]
    public async Task Sale_ByTheOperatorItself_HasNoWholesale()
    {
        var sale = await Sale.OpenAsync(billing);
        var (customer, connection) = await sale.Channel.ChildAsync(sale.Channel.Operator, "Direct", OrganizationKind.Customer);
        var subscription = await SellAsync(sale, sale.Channel.Operator, customer, connection, "20.00");
        await (await sale.Channel.As(customer).Post($"subscriptions/{subscription}/usage", new { eventId = "1", kind = "call", quantity = 1 })).Read<UsageAnswer>(HttpStatusCode.Created);

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(30));

        Assert.Equal([(connection, "20.00")], await Invoices(sale.Operator));
    }

    [Fact]
    public async Task Wholesale_PerUnit_IsOwedForEachUnit()
    {
        var sale = await Sale.OpenAsync(billing);
        var perUnit = await (await sale.Operator.Post("products", Products.Good(per: "unit", name: "Seat"))).Read<ProductAnswer>(HttpStatusCode.Created);
        var request = await (await sale.Seller.Post("requests", sale.Proposal(quantity: 4, productId: perUnit.Id))).Read<RequestAnswer>(HttpStatusCode.Created);
        (await sale.Buyer.Post($"requests/{request.Id}/approve")).EnsureSuccessStatusCode();

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(22));

        Assert.Equal([(sale.NorthwindConnection, "40.00")], await Invoices(sale.Operator));
    }

    [Fact]
    public async Task Propose_WhereAConnectionAboveIsSuspended_IsRefused()
    {
        var sale = await Sale.OpenAsync(billing);
        var id = sale.NorthwindConnection;
        var suspended = Channel.Connection(id, sale.Channel.Operator, sale.Northwind, status: "suspended");
        await sale.Channel.TellAsync(new Orgs.Contracts.V1.ConnectionSuspended(suspended), id, version: 2);

        await sale.Seller.Post("requests", sale.Proposal()).AssertProblem(HttpStatusCode.Conflict, "supply_connection_not_active");
    }

    private static async Task<Guid> SellAsync(Sale sale, Party seller, Party buyer, Guid connectionId, string price)
    {
        var request = await (await sale.Channel.As(seller).Post("requests", sale.Proposal(price, connectionId: connectionId))).Read<RequestAnswer>(HttpStatusCode.Created);
        return (await (await sale.Channel.As(buyer).Post($"requests/{request.Id}/approve")).Read<RequestAnswer>()).SubscriptionId!.Value;
    }

    private static async Task<(Guid ConnectionId, string Amount)[]> Invoices(HttpClient client) =>
        [.. (await client.List<InvoiceAnswer>("invoices")).OrderBy(invoice => invoice.ConnectionId).Select(invoice => (invoice.ConnectionId, invoice.AmountDue.Amount))];

    private static async Task<InvoiceAnswer> Single(HttpClient client, Guid connectionId) =>
        await client.Get<InvoiceAnswer>($"invoices/{Assert.Single(await client.List<InvoiceAnswer>($"invoices?connectionId={connectionId}")).Id}");
}
