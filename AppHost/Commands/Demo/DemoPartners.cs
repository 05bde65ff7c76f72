using System.Text.Json.Nodes;

namespace AppHost.Commands.Demo;

/// <summary>The operator's channel: two distributors, one for dollars and one for euros, and a dozen resellers on every plan, one of them the operator's own in Japan.</summary>
internal static class DemoPartners
{
    private static readonly Reseller[] American =
    [
        new("Brightline Networks", "tenant", "brightline"),
        new("Harborview IT", "standard", "harborview"),
        new("Summit Ridge Telecom", "standard", "summit-ridge"),
        new("Copper Kettle Systems", "free", "copper-kettle"),
        new("Lakeshore Office Tech", "basic", Alias: null),
    ];

    private static readonly Reseller[] European =
    [
        new("Rheinblick Systemhaus", "tenant", "rheinblick"),
        new("Télécom Bellerive", "standard", "bellerive"),
        new("Grachten Digital", "free", "grachten"),
        new("Alpenrand Kommunikation", "basic", Alias: null),
        new("Kontor Nord", "basic", Alias: null),
    ];

    /// <summary>Puts them below the operator and the distributors, each on its plan.</summary>
    public static async Task OpenAsync(DemoStage stage, DemoStaff staff, DemoCore core, CancellationToken cancellationToken)
    {
        var root = stage.Realm.Operator;
        stage.Sellers.Add(new DemoSeller("Northwind", core.NorthwindId, core.NorthwindConnection, DemoMarket.America, core.Northwind));
        stage.Sellers.Add(new DemoSeller("Meridian Distribution", staff.MeridianId, staff.MeridianConnection, DemoMarket.Europe, staff.Meridian));
        var (northwind, meridian) = (stage.Sellers[0], stage.Sellers[1]);
        await root.ChangePlanAsync(meridian.Id, "tenant", "meridian", cancellationToken);

        var resellers = await Task.WhenAll(
            AddAsync(northwind.Api, American, northwind.Market, staff, cancellationToken),
            AddAsync(meridian.Api, European, meridian.Market, staff, cancellationToken),
            AddAsync(root, [new Reseller("Hoshizora Networks", "standard", "hoshizora")], DemoMarket.Japan, staff, cancellationToken));
        stage.Sellers.Add(new DemoSeller("Fabrikam", core.FabrikamId, core.FabrikamConnection, DemoMarket.America, core.Fabrikam));
        stage.Sellers.AddRange(resellers.SelectMany(own => own));
        // In the order of their names: customers are dealt out by it.
        stage.Sellers.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
    }

    /// <summary>Each puts a card on file for what it buys, and says what it takes and what tax its customers pay.</summary>
    /// <param name="catalogue">Done when it is published.</param>
    public static Task SetTermsAsync(DemoStage stage, Task catalogue, CancellationToken cancellationToken) => Task.WhenAll(
        DemoStage.AllAsync(
            stage.Sellers,
            async (seller, token) =>
            {
                await seller.Api.SetCardAsync(seller.ConnectionId, "test_mastercard", token);
                await SetTaxRatesAsync(seller, token);
            },
            cancellationToken),
        MarkUpAsync(stage, catalogue, cancellationToken));

    /// <summary>One partner's card fails from now on: its seller has something to look after.</summary>
    public static Task LoseCardAsync(DemoSeller partner, CancellationToken cancellationToken) => partner.Api.SetCardAsync(partner.ConnectionId, "test_declined", cancellationToken);

    /// <summary>Distributors take a share on top of what they pay.</summary>
    private static async Task MarkUpAsync(DemoStage stage, Task catalogue, CancellationToken cancellationToken)
    {
        await catalogue;
        var products = new[] { stage.Catalogue.Seat, stage.Catalogue.ContactCentre, stage.Catalogue.Booking, stage.Catalogue.Recording, stage.Catalogue.Archive };
        await DemoStage.AllAsync(
            stage.Sellers.Where(seller => seller.Name is "Northwind" or "Meridian Distribution"),
            (seller, token) =>
            {
                var entries =
                    from product in products
                    from interval in new[] { "month", "quarter", "year" }
                    select new { productId = product.Id, kind = "markupPercent", audience = "resellers", basisPoints = 1200, currency = seller.Market.Currency, interval, planLength = interval };
                return seller.Api.PostAsync($"{GatewayApi.Billing}/price-books/entries/import", new { entries }, token);
            },
            cancellationToken);
    }

    /// <summary>The rates of the European ones come from where their customers are; the American ones charge no tax.</summary>
    private static async Task SetTaxRatesAsync(DemoSeller seller, CancellationToken cancellationToken)
    {
        (string Country, int Percent)[] rates = seller.Market.Currency switch
        {
            "EUR" => [("DE", 19), ("FR", 20), ("NL", 21), ("AT", 20)],
            "JPY" => [("JP", 10)],
            _ => [],
        };
        if (rates.Length > 0)
            await seller.Api.PutAsync($"{GatewayApi.Billing}/tax-rates", new { rates = rates.Select(rate => new { country = rate.Country, taxCode = "standard", percent = rate.Percent }) }, cancellationToken);
    }

    private static async Task<IReadOnlyList<DemoSeller>> AddAsync(
        GatewayApi parent, IReadOnlyList<Reseller> resellers, DemoMarket market, DemoStaff staff, CancellationToken cancellationToken)
    {
        var children = await parent.ImportAsync([.. resellers.Select(reseller => ChildOf(reseller, market, staff))], cancellationToken);
        await DemoStage.AllAsync(
            resellers.Zip(children).Where(entry => entry.First.Plan != "basic"),
            (entry, token) => parent.ChangePlanAsync(entry.Second.Id, entry.First.Plan, entry.First.Alias, token),
            cancellationToken);
        return [.. resellers.Zip(children, (reseller, child) => new DemoSeller(reseller.Name, child.Id, child.ConnectionId, market, staff.Consultant.For(child.Id)))];
    }

    private static JsonObject ChildOf(Reseller reseller, DemoMarket market, DemoStaff staff)
    {
        var superAdmin = new { email = DemoStaff.ConsultantEmail, @namespace = staff.ConsultantNamespace };
        var profile = new JsonObject { ["legalName"] = $"{reseller.Name} {LegalForm(market)}", ["taxId"] = market == DemoMarket.Europe ? "DE811569869" : null };
        return DemoOrganizations.Child(reseller.Name, "partner", superAdmin, market, profile);
    }

    private static string LegalForm(DemoMarket market) => market.Currency switch { "EUR" => "GmbH", "JPY" => "K.K.", _ => "Inc." };

    /// <param name="Alias">Of its storefront; a basic one has none.</param>
    private sealed record Reseller(string Name, string Plan, string? Alias);
}
