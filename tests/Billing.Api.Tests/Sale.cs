using System.Net;
using ServiceDefaults.Security;

namespace Billing.Api.Tests;

/// <summary>
/// The usual cast: an operator, its partner Northwind, and Northwind's customer Contoso with a trial of 14 days, to whom Northwind can sell a product at any
/// price; recommended $20, wholesale $10 a month.
/// </summary>
public sealed class Sale
{
    private Sale(Channel channel) => Channel = channel;

    public Channel Channel { get; }

    public Party Northwind { get; private set; } = null!;

    public Guid NorthwindConnection { get; private set; }

    public Party Contoso { get; private set; } = null!;

    public Guid ContosoConnection { get; private set; }

    public Guid ProductId { get; private set; }

    internal HttpClient Operator => Channel.As(Channel.Operator);

    internal HttpClient Seller => Channel.As(Northwind);

    internal HttpClient Buyer => Channel.As(Contoso);

    public static async Task<Sale> OpenAsync(BillingService billing, int trialDays = 14, string? referenceNumber = "PO-7781", string timeZone = "UTC", string country = "US", string? taxId = null)
    {
        var sale = new Sale(await Channel.OpenAsync(billing));
        (sale.Northwind, sale.NorthwindConnection) = await sale.Channel.ChildAsync(sale.Channel.Operator, "Northwind", OrganizationKind.Partner, timeZone: timeZone);
        (sale.Contoso, sale.ContosoConnection) = await sale.Channel.ChildAsync(sale.Northwind, "Contoso", OrganizationKind.Customer, trialDays, referenceNumber, country: country, taxId: taxId);
        sale.ProductId = (await (await sale.Operator.Post("products", Products.Good())).Read<ProductAnswer>(HttpStatusCode.Created)).Id;
        return sale;
    }

    internal object Proposal(string price = "20.00", int quantity = 1, Guid? connectionId = null, Guid? productId = null, string currency = "USD", string interval = "month") => new
    {
        connectionId = connectionId ?? ContosoConnection,
        productId = productId ?? ProductId,
        quantity,
        retailPrice = new { amount = price, currency },
        interval,
        planLength = interval,
        reason = "As discussed.",
    };

    internal async Task<RequestAnswer> ProposeAsync(string price = "20.00", int quantity = 1) =>
        await (await Seller.Post("requests", Proposal(price, quantity))).Read<RequestAnswer>(HttpStatusCode.Created);

    /// <summary>Proposed by Northwind, approved by Contoso.</summary>
    internal async Task<SubscriptionAnswer> SellAsync(string price = "20.00", int quantity = 1)
    {
        var request = await ProposeAsync(price, quantity);
        var approved = await (await Buyer.Post($"requests/{request.Id}/approve")).Read<RequestAnswer>();
        return await Buyer.Get<SubscriptionAnswer>($"subscriptions/{approved.SubscriptionId}");
    }

    internal async Task<UsageAnswer> UseAsync(Guid subscriptionId, string eventId = "call-1") =>
        await (await Buyer.Post($"subscriptions/{subscriptionId}/usage", new { eventId, kind = "call", quantity = 1 })).Read<UsageAnswer>(HttpStatusCode.Created);
}

internal static class Products
{
    public static object Good(
        string recommended = "20.00",
        string wholesale = "10.00",
        string per = "account",
        bool accountIsShared = true,
        bool appliesMoreThanOnce = true,
        string resellerManagedBy = "operator",
        string wholesaleCurrency = "USD",
        string name = "Call recording") => new
    {
        name,
        description = "Every call, kept.",
        kind = "main",
        sharedWithResellers = true,
        accountSubscription = new { name, managedBy = "operator", sharedWithResellers = accountIsShared, recommendedPrice = Price(recommended, "USD") },
        resellerSubscription = new
        {
            name = $"{name}, wholesale",
            managedBy = resellerManagedBy,
            per,
            canBeAppliedMoreThanOnce = appliesMoreThanOnce,
            wholesalePrice = Price(wholesale, wholesaleCurrency),
        },
    };

    /// <summary>$20 a month ($10 wholesale), 50 cents a booking (20) and 30 cents a transfer (10).</summary>
    public static object WithFees(string name = "Booking engine", string charging = "recurring", string recommended = "20.00", string wholesale = "10.00") => new
    {
        name,
        kind = "main",
        charging,
        sharedWithResellers = true,
        accountSubscription = new { name, managedBy = "operator", sharedWithResellers = true, recommendedPrice = Price(recommended, "USD") },
        resellerSubscription = new { name, managedBy = "operator", per = "account", canBeAppliedMoreThanOnce = true, wholesalePrice = Price(wholesale, "USD") },
        usageFees = charging == "oneTime"
            ? []
            : new[]
            {
                new { kind = "booking", recommendedPrice = MoneyAnswer.Dollars("0.50"), wholesalePrice = MoneyAnswer.Dollars("0.20") },
                new { kind = "transfer", recommendedPrice = MoneyAnswer.Dollars("0.30"), wholesalePrice = MoneyAnswer.Dollars("0.10") },
            },
    };

    /// <summary>The operator's own, for its own customers.</summary>
    public static object Kept(string name = "Inhouse") => new
    {
        name,
        kind = "main",
        sharedWithResellers = false,
        accountSubscription = new { name, managedBy = "operator", sharedWithResellers = true, recommendedPrice = Price("20.00", "USD") },
        resellerSubscription = new { name, managedBy = "operator", per = "account", canBeAppliedMoreThanOnce = true, wholesalePrice = Price("10.00", "USD") },
    };

    public static object OfReseller(Guid resellerId, string name = "House blend", bool shared = false, string accountManagedBy = "reseller") => new
    {
        name,
        kind = "main",
        managedBy = "reseller",
        managedById = resellerId,
        sharedWithResellers = shared,
        accountSubscription = new { name, managedBy = accountManagedBy, sharedWithResellers = accountManagedBy == "operator", recommendedPrice = Price("20.00", "USD") },
        resellerSubscription = new { name, managedBy = "reseller", per = "account", canBeAppliedMoreThanOnce = true, wholesalePrice = Price("10.00", "USD") },
    };

    public static object Update(string name = "New name", string taxCode = "standard", object? limits = null, Guid[]? upgradeTargets = null) => new
    {
        name,
        description = "Told anew.",
        accountSubscriptionName = name,
        taxCode,
        provisioning = "manual",
        limits = limits ?? new { smallestQuantity = 1 },
        upgradeTargets = upgradeTargets ?? [],
    };

    public static object NewPrice(string amount, string book = "wholesale") =>
        new { book, price = new { amount, currency = "USD" }, interval = "month", planLength = "month" };

    public static object Price(string amount, string currency) => new { price = new { amount, currency }, interval = "month", planLength = "month" };
}
