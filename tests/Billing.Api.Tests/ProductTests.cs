using System.Net;
using Billing.Contracts.V1;
using ServiceDefaults.Security;

namespace Billing.Api.Tests;

[Trait("Checklist", "B13")]
[Trait("Checklist", "B14")]
public sealed class ProductTests(BillingService billing)
{
    [Fact]
    public async Task Create_SharedProduct_IsListedForThePartnerWithBothPrices()
    {
        var channel = await Channel.OpenAsync(billing);
        var (partner, _) = await channel.ChildAsync(channel.Operator, "Northwind", OrganizationKind.Partner);
        await using var published = await billing.Service.ListenAsync<ProductPublished>();

        var created = await (await channel.As(channel.Operator).Post("products", Products.Good())).Read<ProductAnswer>(HttpStatusCode.Created);

        var seen = Assert.Single(await channel.As(partner).List<ProductAnswer>("products"));
        Assert.Equal(created.Id, seen.Id);
        Assert.Equal((1, MoneyAnswer.Dollars("20.00")), Assert.Single(seen.RecommendedPrices.Select(price => (price.Number, price.Price))));
        Assert.Equal((1, MoneyAnswer.Dollars("10.00")), Assert.Single(seen.ResellerSubscription!.WholesalePrices.Select(price => (price.Number, price.Price))));
        var fact = await published.WaitAsync(fact => fact.Product.Id == created.Id);
        Assert.Equal("20.00", Assert.Single(fact.Product.RecommendedPrices).Amount.Amount);
    }

    [Fact]
    [Trait("Checklist", "S7")]
    public async Task Logo_SetChangedAndTakenAway_IsToldEachTime()
    {
        var channel = await Channel.OpenAsync(billing);
        var client = channel.As(channel.Operator);
        await using var published = await billing.Service.ListenAsync<ProductPublished>();
        var id = (await (await client.Post("products", Products.Good())).Read<ProductAnswer>(HttpStatusCode.Created)).Id;
        Assert.Null((await published.WaitAsync(fact => fact.Product.Id == id)).Product.LogoUrl);

        await Update("https://cdn.example.com/calls.png");
        await published.WaitAsync(fact => fact.Product.Id == id && fact.Product.LogoUrl == "https://cdn.example.com/calls.png");
        await client.Put($"products/{id}", Body("javascript:alert(1)")).AssertProblem(HttpStatusCode.BadRequest, "invalid_url", "logoUrl");
        await Update(null);
        await published.WaitAsync(fact => fact.Product is { Name: "Calls", LogoUrl: null } && fact.Product.Id == id);

        async Task Update(string? logoUrl) => Assert.Equal(HttpStatusCode.OK, (await client.Put($"products/{id}", Body(logoUrl))).StatusCode);

        static object Body(string? logoUrl) => new
        {
            name = "Calls",
            accountSubscriptionName = "Calls",
            taxCode = "standard",
            provisioning = "automatic",
            limits = new { smallestQuantity = 1 },
            upgradeTargets = Array.Empty<Guid>(),
            logoUrl,
        };
    }

    /// <summary>Whoever offers it must not offer what partners cannot sell; what they pay for it stays between two parties.</summary>
    [Fact]
    public async Task Publish_WholesalePrice_TellsItsTermsAndNoAmount()
    {
        var channel = await Channel.OpenAsync(billing);
        var client = channel.As(channel.Operator);
        await using var created = await billing.Service.ListenAsync<ProductPublished>();
        await using var priced = await billing.Service.ListenAsync<PricePublished>();
        var id = (await (await client.Post("products", Products.Good())).Read<ProductAnswer>(HttpStatusCode.Created)).Id;
        Assert.Equal([("USD", "month", "month")], Terms((await created.WaitAsync(fact => fact.Product.Id == id)).Product));

        (await client.Post($"products/{id}/prices", Price("recommended", "100.00"))).EnsureSuccessStatusCode();
        Assert.Equal([("USD", "month", "month")], Terms((await priced.WaitAsync(fact => fact.Product.Id == id)).Product));
        (await client.Post($"products/{id}/prices", Price("wholesale", "71.00"))).EnsureSuccessStatusCode();
        (await client.Post($"products/{id}/prices", Price("wholesale", "72.00"))).EnsureSuccessStatusCode();

        var told = await priced.WaitAsync(fact => fact.Product.Id == id && fact.Product.ResaleTerms is { Count: 2 });
        Assert.Equal([("USD", "month", "month"), ("USD", "year", "year")], Terms(told.Product));
        Assert.DoesNotContain("7", string.Concat(told.Product.RecommendedPrices.Select(price => price.Amount.Amount)), StringComparison.Ordinal);

        static object Price(string book, string amount) => new { book, price = MoneyAnswer.Dollars(amount), interval = "year" };

        static IEnumerable<(string, string, string)> Terms(Product product) => product.ResaleTerms!.Select(terms => (terms.Currency, terms.Interval, terms.PlanLength));
    }

    [Fact]
    [Trait("Checklist", "B12")]
    public async Task Create_AgainstTheRules_SaysWhichAndMakesNothing()
    {
        var channel = await Channel.OpenAsync(billing);
        var client = channel.As(channel.Operator);

        await client.Post("products", Products.Good(accountIsShared: false))
            .AssertProblem(HttpStatusCode.BadRequest, "account_subscription_must_be_shared", "accountSubscription.sharedWithResellers");
        await client.Post("products", Products.Good(appliesMoreThanOnce: false))
            .AssertProblem(HttpStatusCode.BadRequest, "reseller_subscription_must_apply_more_than_once", "resellerSubscription.canBeAppliedMoreThanOnce");
        await client.Post("products", Products.Good(resellerManagedBy: "reseller"))
            .AssertProblem(HttpStatusCode.BadRequest, "reseller_subscription_must_be_operator_managed", "resellerSubscription.managedBy");
        await client.Post("products", Products.Good(wholesaleCurrency: "EUR")).AssertProblem(HttpStatusCode.BadRequest, "price_terms_differ");
        await client.Post("products", Products.Good(recommended: "-1.00")).AssertProblem(HttpStatusCode.BadRequest, "price_negative");
        await client.Post("products", Products.Good(name: " ")).AssertProblem(HttpStatusCode.BadRequest, "validation_failed", "name");

        Assert.Empty(await client.List<ProductAnswer>("products"));
    }

    [Fact]
    public async Task Create_ByAnybodyButTheOperatorsPeople_IsForbidden()
    {
        var channel = await Channel.OpenAsync(billing);
        var (partner, _) = await channel.ChildAsync(channel.Operator, "Northwind", OrganizationKind.Partner);

        await channel.As(partner, Role.SuperAdmin).Post("products", Products.Good()).AssertProblem(HttpStatusCode.Forbidden, "role_not_permitted");
        await channel.As(channel.Operator, Role.Sales).Post("products", Products.Good()).AssertProblem(HttpStatusCode.Forbidden, "role_not_permitted");
    }

    [Fact]
    public async Task Read_ByACustomer_ShowsNoWholesale()
    {
        var sale = await Sale.OpenAsync(billing);

        using var response = await sale.Buyer.GetAsync($"{Answers.Root}/products");

        (await response.Content.ReadAsStringAsync()).AssertHides("10.00");
        Assert.Null(Assert.Single(await sale.Buyer.List<ProductAnswer>("products")).ResellerSubscription);
        Assert.Null((await sale.Buyer.Get<ProductAnswer>($"products/{sale.ProductId}")).ResellerSubscription);
    }

    [Fact]
    public async Task Read_InAnotherRealm_FindsNothing()
    {
        var sale = await Sale.OpenAsync(billing);
        var other = await Channel.OpenAsync(billing);
        var stranger = other.As(other.Operator);

        Assert.Empty(await stranger.List<ProductAnswer>("products"));
        await stranger.GetAsync($"{Answers.Root}/products/{sale.ProductId}").AssertProblem(HttpStatusCode.NotFound, "not_found");
        await stranger.Post($"products/{sale.ProductId}/prices", NewPrice("1.00")).AssertProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task PublishPrice_NewVersion_IsAddedAndTheOldOneStays()
    {
        var sale = await Sale.OpenAsync(billing);

        var product = await (await sale.Operator.Post($"products/{sale.ProductId}/prices", NewPrice("12.00"))).Read<ProductAnswer>();

        Assert.Equal(
            [(1, MoneyAnswer.Dollars("10.00")), (2, MoneyAnswer.Dollars("12.00"))],
            product.ResellerSubscription!.WholesalePrices.Select(price => (price.Number, price.Price)));
        Assert.Equal(2, product.Version);
    }

    [Fact]
    public async Task PublishPrice_OnAnOldVersionOfTheProduct_IsRefused()
    {
        var sale = await Sale.OpenAsync(billing);
        (await sale.Operator.Post($"products/{sale.ProductId}/prices", NewPrice("12.00"), ifMatch: "\"1\"")).EnsureSuccessStatusCode();

        await sale.Operator.Post($"products/{sale.ProductId}/prices", NewPrice("13.00"), ifMatch: "\"1\"")
            .AssertProblem(HttpStatusCode.PreconditionFailed, "version_mismatch");
    }

    private static object NewPrice(string amount) => new { book = "wholesale", price = new { amount, currency = "USD" }, interval = "month", planLength = "month" };
}
