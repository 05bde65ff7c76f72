using System.Globalization;
using System.Text.Json.Nodes;

namespace AppHost.Commands.Demo;

/// <summary>What the operator offers, at recommended and wholesale prices in every currency and interval that somebody in the demo pays in.</summary>
internal sealed class DemoCatalogue
{
    private static readonly string[] Intervals = ["month", "quarter", "year"];

    public DemoCatalogue() => (Seat.UpgradesTo, Chat.UpgradesTo) = (ContactCentre, ChatPlus);

    public DemoProduct Seat { get; } = new("Cloud phone seat", "A number, an app and a desk phone for one person.", "main", "unit", 18m, 9.5m);
    public DemoProduct ContactCentre { get; } = new("Contact centre seat", "Queues, wallboards and reports for one agent.", "main", "unit", 45m, 27m);
    public DemoProduct Booking { get; } = new("Booking desk", "Appointments by phone and web, with a fee for each booking.", "main", "account", 30m, 16m, BookingFee: 0.4m);
    public DemoProduct Recording { get; } = new("Call recording", "Every call, kept.", "main", "account", 20m, 10m);
    public DemoProduct Archive { get; } = new("Compliance archive", "Recordings kept for ten years, tamper-proof.", "addOn", "account", 8m, 4m);
    public DemoProduct Workshop { get; } = new("Onboarding workshop", "Half a day with a trainer.", "main", "account", 350m, 200m) { IsOnce = true };
    public DemoProduct Chat { get; } = new("Team chat", "Channels, calls and files for one colleague.", "main", "unit", 4m, 2.1m) { IsMonthly = true };
    public DemoProduct ChatPlus { get; } = new("Team chat Plus", "Team chat with guests, single sign-on and a year of history.", "main", "unit", 7m, 3.9m) { IsMonthly = true };
    public DemoProduct Retention { get; } = new("Message retention", "Every message, kept for as long as the law asks.", "addOn", "account", 12m, 6m) { IsMonthly = true };

    public DemoProduct Installation { get; } = new("On-site installation", "A technician connects phones and base stations, and stays until they ring.", "main", "account", 120m, 75m)
    {
        IsOnce = true,
        IsManual = true,
    };

    private IEnumerable<DemoProduct> All => [Seat, ContactCentre, Booking, Recording, Archive, Workshop, Chat, ChatPlus, Retention, Installation];

    public async Task PublishAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        // What another can be upgraded to is there first.
        var root = stage.Realm.Operator;
        await DemoStage.AllAsync(All.Where(product => product.UpgradesTo is null), (product, token) => PublishAsync(root, product, token), cancellationToken);
        await DemoStage.AllAsync(All.Where(product => product.UpgradesTo is not null), (product, token) => PublishAsync(root, product, token), cancellationToken);
    }

    public static async Task PublishAsync(GatewayApi operatorApi, DemoProduct product, CancellationToken cancellationToken)
    {
        var (first, others) = (Terms(product)[0], Terms(product)[1..]);
        var created = await operatorApi.PostAsync($"{GatewayApi.Billing}/products", Body(product, first), cancellationToken);
        product.Id = (Guid)created["id"]!;
        var prices = others.SelectMany(terms => new[]
        {
            new { book = "recommended", price = product.Retail(terms.Market, terms.Interval), interval = terms.Interval, planLength = terms.Interval },
            new { book = "wholesale", price = product.Wholesale(terms.Market, terms.Interval), interval = terms.Interval, planLength = terms.Interval },
        });
        await operatorApi.PostAsync($"{GatewayApi.Billing}/products/{product.Id}/prices/import", new { prices }, cancellationToken);
    }

    /// <summary>What a new customer starts with: mostly seats, and mostly for a year.</summary>
    /// <param name="number">Counts the customers of the whole demo.</param>
    public DemoOffer OfferFor(int number, DemoMarket market)
    {
        DemoProduct[] shelf = [Seat, Seat, Recording, ContactCentre, Booking, Seat, Recording, Seat];
        // What is paid in yen is paid by the month.
        var interval = market == DemoMarket.Japan ? "month" : (number % 20) switch { < 1 => "month", < 3 => "quarter", _ => "year" };
        var product = shelf[number % shelf.Length];
        return new DemoOffer(product, interval, product.Per == "unit" ? 3 + (number * 7 % 38) : 1);
    }

    private static List<(DemoMarket Market, string Interval)> Terms(DemoProduct product) => product.IsOnce || product.IsMonthly
        ? [(DemoMarket.America, "month"), (DemoMarket.Europe, "month"), (DemoMarket.Japan, "month")]
        : [.. Intervals.Select(interval => (DemoMarket.America, interval)), .. Intervals.Select(interval => (DemoMarket.Europe, interval)), (DemoMarket.Japan, "month")];

    private static object Body(DemoProduct product, (DemoMarket Market, string Interval) terms)
    {
        var (market, interval) = terms;
        return new
        {
            name = product.Name,
            description = product.Description,
            kind = product.Kind,
            charging = product.IsOnce ? "oneTime" : "recurring",
            provisioning = product.IsManual ? "manual" : "automatic",
            resellerPlan = product.ResellerPlan,
            upgradeTargets = product.UpgradesTo is { } target ? new[] { target.Id } : [],
            sharedWithResellers = true,
            managedBy = "operator",
            accountSubscription = new { name = product.Name, managedBy = "operator", sharedWithResellers = true, recommendedPrice = Price(product.Retail(market, interval)) },
            resellerSubscription = new
            {
                name = $"{product.Name}, wholesale",
                managedBy = "operator",
                per = product.Per,
                canBeAppliedMoreThanOnce = true,
                wholesalePrice = Price(product.Wholesale(market, interval)),
            },
            usageFees = product.BookingFee is { } fee
                ? new[] { new { kind = "booking", recommendedPrice = market.Amount(fee), wholesalePrice = market.Amount(fee / 2) } }
                : null,
        };

        object Price(object price) => new { price, interval, planLength = interval };
    }
}

/// <param name="Kind"><c>main</c> or <c>addOn</c>.</param>
/// <param name="Per">Whom the seller's own seller counts: <c>account</c> or <c>unit</c>.</param>
/// <param name="MonthlyRetail">US dollars.</param>
/// <param name="MonthlyWholesale">US dollars.</param>
/// <param name="BookingFee">US dollars for each booking; null where there are none.</param>
internal sealed record DemoProduct(
    string Name, string Description, string Kind, string Per, decimal MonthlyRetail, decimal MonthlyWholesale, decimal? BookingFee = null)
{
    public Guid Id { get; set; }

    /// <summary>Paid once, not each interval.</summary>
    public bool IsOnce { get; init; }

    /// <summary>Sold by the month only.</summary>
    public bool IsMonthly { get; init; }

    /// <summary>Delivered by the seller's hands.</summary>
    public bool IsManual { get; init; }

    /// <summary>What a partner is on by having it; null for what is not a reseller plan.</summary>
    public string? ResellerPlan { get; init; }

    public DemoProduct? UpgradesTo { get; set; }

    public JsonObject Retail(DemoMarket market, string interval) => market.Amount(MonthlyRetail * Months(interval));

    public JsonObject Wholesale(DemoMarket market, string interval) => market.Amount(MonthlyWholesale * Months(interval));

    // Who pays for longer at once pays less.
    private decimal Months(string interval) => interval switch { _ when IsOnce => 1m, "year" => 11m, "quarter" => 2.9m, _ => 1m };
}

/// <param name="Interval">Also the commitment.</param>
internal sealed record DemoOffer(DemoProduct Product, string Interval, int Quantity);

internal static class DemoAmounts
{
    /// <summary>What an amount in US dollars is in the market's currency, rounded as prices are.</summary>
    public static JsonObject Amount(this DemoMarket market, decimal dollars)
    {
        var amount = market.Currency switch
        {
            "JPY" => Math.Round(dollars * 150m / 10m) * 10m,
            "EUR" => Math.Round(dollars * 0.92m, 1),
            _ => dollars,
        };
        return new JsonObject { ["amount"] = amount.ToString(market.Currency == "JPY" ? "0" : "0.00", CultureInfo.InvariantCulture), ["currency"] = market.Currency };
    }
}
