namespace AppHost.Commands.Demo;

/// <summary>The operator sells two reseller plans; the distributors show them, and two of their resellers rise: one by itself, one by its distributor's back office.</summary>
internal sealed class DemoPlans
{
    public DemoPlans() => Free.UpgradesTo = Standard;

    private DemoProduct Standard { get; } = new("Standard plan", "Your own storefront and catalogue, at prices that you set.", "main", "account", 49m, 35m) { IsMonthly = true, ResellerPlan = "standard" };
    private DemoProduct Free { get; } = new("Free plan", "Your own storefront, in your own colours.", "main", "account", 0m, 0m) { IsMonthly = true, ResellerPlan = "free" };

    /// <summary>On sale from the year's second month: whoever was on a plan before keeps it as it was given.</summary>
    public async Task OfferAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        foreach (var plan in new[] { Standard, Free })
            await DemoCatalogue.PublishAsync(stage.Realm.Operator, plan, cancellationToken);
        await DemoShops.FillAsync(stage.Seller("Northwind"), [new DemoShelf("Your own storefront", [new(Free), new(Standard)])], cancellationToken);
        await DemoShops.FillAsync(stage.Seller("Meridian Distribution"), [new DemoShelf("Ihr eigener Laden", [new(Free), new(Standard)])], cancellationToken);
    }

    /// <summary>A reseller's own order.</summary>
    public Task BuyStandardAsync(DemoSeller reseller, CancellationToken cancellationToken) => reseller.Api.PostAsync(
        $"{GatewayApi.Storefront}/plan-orders",
        new { productId = Standard.Id, price = Standard.Retail(reseller.Market, "month"), interval = "month", planLength = "month" },
        cancellationToken);

    /// <summary>The distributor's order for its reseller.</summary>
    public Task GiveFreeAsync(DemoSeller distributor, DemoSeller reseller, string alias, CancellationToken cancellationToken) => DemoShopping.OrderByDraftAsync(
        distributor, reseller.ConnectionId, DemoShopping.Lines(reseller.Market, (Free, 1)), alias, "Welcome to your own storefront.", cancellationToken);
}
