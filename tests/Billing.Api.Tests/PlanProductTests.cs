using System.Net;
using System.Text.Json;
using Storefront.Contracts.V1;

namespace Billing.Api.Tests;

/// <summary>A reseller plan is had once, without a trial, and upgraded.</summary>
public sealed class PlanProductTests(BillingService billing)
{
    [Fact]
    [Trait("Checklist", "S25")]
    public async Task Order_FreeThenStandard_IsOneSubscriptionThatIsUpgraded()
    {
        var sale = await Sale.OpenAsync(billing);
        var (free, standard) = (await PlanAsync(sale, "free", "0.00"), await PlanAsync(sale, "standard", "49.00"));
        var bought = await sale.ExecuteAsync(billing, OfNorthwind(sale, Ordering.Buy(free, price: "0.00", plan: "free")));
        var subscription = bought.Lines[0].SubscriptionId!.Value;
        Assert.Equal(("active", "free"), await ReadAsync(sale, subscription));

        Assert.Equal("plan_already_subscribed", (await sale.RefuseAsync(billing, OfNorthwind(sale, Ordering.Buy(standard, price: "49.00", plan: "standard")))).Code);
        Assert.Equal("plan_differs", (await sale.RefuseAsync(billing, OfNorthwind(sale, Ordering.Change("upgrade", sale.ProductId, subscription, 1, "10.00")))).Code);
        await using var changes = await billing.Service.ListenAsync<Contracts.V1.SubscriptionChanged>();
        var upgraded = await sale.ExecuteAsync(billing, OfNorthwind(sale, Ordering.Change("upgrade", standard, subscription, 1, "49.00")));

        Assert.Equal(subscription, upgraded.Lines[0].SubscriptionId);
        Assert.Equal(("active", "standard"), await ReadAsync(sale, subscription));
        Assert.Equal("standard", (await changes.WaitAsync(fact => fact.Subscription.Id == subscription)).Subscription.ResellerPlan);
        Assert.Equal("49.00", (await sale.Seller.List<OrderInvoiceAnswer>($"invoices?connectionId={sale.NorthwindConnection}"))[0].AmountDue.Amount);

        // Its use opens no trial, and once it is cancelled another can be bought.
        await sale.ExecuteAsync(billing, OfNorthwind(sale, Ordering.Change("cancel", standard, subscription, 1)));
        await sale.ExecuteAsync(billing, OfNorthwind(sale, Ordering.Buy(free, price: "0.00", plan: "free")));
        Assert.Equal(0, await billing.Service.CountAsync($"SELECT count(*) FROM billing_accounts WHERE realm_id = '{sale.Channel.RealmId}' AND trial_ends_at IS NOT NULL"));
    }

    [Fact]
    public async Task Order_APlanForACustomerOrTwoAtOnce_IsRefused()
    {
        var sale = await Sale.OpenAsync(billing);
        var free = await PlanAsync(sale, "free", "0.00", shared: true);

        Assert.Equal("plan_for_partners_only", (await sale.RefuseAsync(billing, sale.Order(Ordering.Buy(free, price: "0.00")))).Code);
        var twice = OfNorthwind(sale, Ordering.Buy(free, price: "0.00"), Ordering.Buy(free, price: "0.00"));
        Assert.Equal("plan_already_subscribed", (await sale.RefuseAsync(billing, twice)).Code);
        var (one, other) = (OfNorthwind(sale, Ordering.Buy(free, price: "0.00")), OfNorthwind(sale, Ordering.Buy(free, price: "0.00")));
        await Task.WhenAll(sale.AcceptAsync(billing, one), sale.AcceptAsync(billing, other));
        await Task.WhenAll(sale.ProvisionAsync(one.Delivered()), sale.ProvisionAsync(other.Delivered()));

        Assert.Equal(1, await billing.Service.CountAsync($"SELECT count(*) FROM subscriptions WHERE connection_id = '{sale.NorthwindConnection}'"));
        Assert.Equal(1, await billing.Service.CountAsync($"SELECT count(*) FROM requests WHERE failure_code = 'plan_already_subscribed' AND connection_id = '{sale.NorthwindConnection}'"));
    }

    [Fact]
    public async Task Quote_APlanWithASpecialPrice_IsWhatThePartnerPaysAndEverybodyIsTold()
    {
        var sale = await Sale.OpenAsync(billing);
        var standard = await PlanAsync(sale, "standard", "49.00", shared: true);
        await using var told = await billing.Service.ListenAsync<Contracts.V1.ResolvedPricesChanged>();
        (await sale.Operator.Post("price-books/entries", new { productId = standard, kind = "fixed", connectionId = sale.NorthwindConnection, amount = MoneyAnswer.Dollars("39.00") })).EnsureSuccessStatusCode();

        var quote = await sale.Seller.QuoteAsync(OfNorthwind(sale, Ordering.Buy(standard)));

        Assert.Equal(("39.00", "49.00", "10.00"), (quote.Lines[0].UnitPrice.Amount, quote.Lines[0].ListPrice!.Amount, quote.Lines[0].Discount!.Amount));
        var special = (await told.WaitAsync(fact => fact.Prices.ProductId == standard)).Prices.SpecialPrices[^1];
        Assert.Equal((sale.NorthwindConnection, "39.00"), (special.ConnectionId, special.Amount!.Amount));
    }

    [Fact]
    public async Task Create_APlanThatIsNone_IsRefused()
    {
        var sale = await Sale.OpenAsync(billing);

        await sale.Operator.Post("products", Plan("free", "0.00", shared: false, product => product["limits"] = JsonSerializer.SerializeToNode(new { smallestQuantity = 1, largestQuantity = 5 })))
            .AssertProblem(HttpStatusCode.BadRequest, "plan_is_sold_once", "limits");
        await sale.Operator.Post("products", Plan("free", "0.00", shared: false, product => product["kind"] = "addOn"))
            .AssertProblem(HttpStatusCode.BadRequest, "plan_is_main_and_recurring", "resellerPlan");
        var plan = await PlanAsync(sale, "tenant", "99.00");
        (await sale.Operator.Put($"products/{plan}", Products.Update(limits: new { smallestQuantity = 1, largestQuantity = 1 }))).EnsureSuccessStatusCode();
        await sale.Operator.Put($"products/{plan}", Products.Update(limits: new { smallestQuantity = 1 })).AssertProblem(HttpStatusCode.BadRequest, "plan_is_sold_once", "limits");
    }

    private static Order OfNorthwind(Sale sale, params OrderLine[] lines) => sale.Order(lines) with
    {
        ConnectionId = sale.NorthwindConnection,
        SellerId = sale.Channel.Operator.Id,
        BuyerId = sale.Northwind.Id,
        PlacedById = sale.Northwind.PersonId,
    };

    private static async Task<(string Status, string? Plan)> ReadAsync(Sale sale, Guid subscriptionId)
    {
        var subscription = await sale.Seller.Get<OrderedSubscriptionAnswer>($"subscriptions/{subscriptionId}");
        return (subscription.Status, subscription.ResellerPlan);
    }

    private static async Task<Guid> PlanAsync(Sale sale, string plan, string price, bool shared = false) =>
        (await (await sale.Operator.Post("products", Plan(plan, price, shared))).Read<ProductAnswer>(HttpStatusCode.Created)).Id;

    private static System.Text.Json.Nodes.JsonNode Plan(string plan, string price, bool shared, Action<System.Text.Json.Nodes.JsonNode>? with = null)
    {
        var product = JsonSerializer.SerializeToNode(Products.Good(price, "0.00", name: $"Plan {plan}"))!;
        product["sharedWithResellers"] = shared;
        product["resellerPlan"] = plan;
        with?.Invoke(product);
        return product;
    }
}
