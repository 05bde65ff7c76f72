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

    /// <summary>Puts them below the operator and the distributors, each on its plan, with a card on file.</summary>
    public static async Task OpenAsync(DemoStage stage, DemoStaff staff, DemoCore core, CancellationToken cancellationToken)
    {
        var root = stage.Realm.Operator;
        stage.Sellers.Add(new DemoSeller("Northwind", core.NorthwindId, core.NorthwindConnection, DemoMarket.America, core.Northwind));
        stage.Sellers.Add(new DemoSeller("Meridian Distribution", staff.MeridianId, staff.MeridianConnection, DemoMarket.Europe, staff.Meridian));
        var (northwind, meridian) = (stage.Sellers[0], stage.Sellers[1]);
        await root.ChangePlanAsync(meridian.Id, "tenant", "meridian", cancellationToken);
        stage.Sellers.Add(new DemoSeller("Fabrikam", core.FabrikamId, core.FabrikamConnection, DemoMarket.America, core.Fabrikam));

        var resellers = American.Select(reseller => (Parent: northwind.Api, Reseller: reseller, northwind.Market))
            .Concat(European.Select(reseller => (Parent: meridian.Api, Reseller: reseller, meridian.Market)))
            .Append((Parent: root, Reseller: new Reseller("Hoshizora Networks", "standard", "hoshizora"), Market: DemoMarket.Japan));
        await DemoStage.AllAsync(
            resellers,
            async (entry, token) =>
            {
                var seller = await AddAsync(entry.Parent, entry.Reseller, entry.Market, staff, token);
                lock (stage.Sellers)
                    stage.Sellers.Add(seller);
            },
            cancellationToken);
        // In the order of their names, whichever came first: the same customers get the same sellers each time.
        stage.Sellers.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        await DemoStage.AllAsync(stage.Sellers, (seller, token) => seller.Api.SetCardAsync(seller.ConnectionId, CardOf(seller), token), cancellationToken);
    }

    /// <summary>Distributors take a share on top of what they pay; the rates of the European ones come from where their customers are.</summary>
    public static async Task SetTermsAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        var products = new[] { stage.Catalogue.Seat, stage.Catalogue.ContactCentre, stage.Catalogue.Booking, stage.Catalogue.Recording, stage.Catalogue.Archive };
        var markups =
            from seller in stage.Sellers.Where(seller => seller.Name is "Northwind" or "Meridian Distribution")
            from product in products
            from interval in new[] { "month", "quarter", "year" }
            select (seller.Api, Body: (object)new { productId = product.Id, kind = "markupPercent", audience = "resellers", basisPoints = 1200, currency = seller.Market.Currency, interval, planLength = interval });
        await DemoStage.AllAsync(markups, (markup, token) => markup.Api.PostAsync($"{GatewayApi.Billing}/price-books/entries", markup.Body, token), cancellationToken);

        (string Country, int Percent)[] european = [("DE", 19), ("FR", 20), ("NL", 21), ("AT", 20)];
        await DemoStage.AllAsync(
            stage.Sellers.Where(seller => seller.Market != DemoMarket.America),
            (seller, token) =>
            {
                var rates = seller.Market == DemoMarket.Japan ? [("JP", 10)] : european;
                return seller.Api.PutAsync(
                    $"{GatewayApi.Billing}/tax-rates",
                    new { rates = rates.Select(rate => new { country = rate.Item1, taxCode = "standard", percent = rate.Item2 }) },
                    token);
            },
            cancellationToken);
    }

    // One partner's card fails: its seller has something to look after.
    private static string CardOf(DemoSeller seller) => seller.Name == "Copper Kettle Systems" ? "test_declined" : "test_mastercard";

    private static async Task<DemoSeller> AddAsync(GatewayApi parent, Reseller reseller, DemoMarket market, DemoStaff staff, CancellationToken cancellationToken)
    {
        var superAdmin = new { email = DemoStaff.ConsultantEmail, @namespace = staff.ConsultantNamespace };
        var profile = new JsonObject { ["legalName"] = $"{reseller.Name} {LegalForm(market)}", ["taxId"] = market == DemoMarket.Europe ? "DE811569869" : null };
        var child = await parent.AddChildAsync(reseller.Name, "partner", superAdmin, market, profile, cancellationToken);
        if (reseller.Plan != "basic")
            await parent.ChangePlanAsync(child.Id, reseller.Plan, reseller.Alias, cancellationToken);
        return new DemoSeller(reseller.Name, child.Id, child.ConnectionId, market, staff.Consultant.For(child.Id));
    }

    private static string LegalForm(DemoMarket market) => market.Currency switch { "EUR" => "GmbH", "JPY" => "K.K.", _ => "Inc." };

    /// <param name="Alias">Of its storefront; a basic one has none.</param>
    private sealed record Reseller(string Name, string Plan, string? Alias);
}
