using Billing.Contracts.V1;
using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;
using Testing;

namespace Storefront.Api.Tests;

/// <summary>Plays Orgs and Billing in a realm of its own: a seller, its customer, a product and what was bought of it.</summary>
public sealed class Market(ServiceUnderTest<Program> service)
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public Guid RealmId { get; } = Guid.CreateVersion7();

    public Guid OperatorId { get; } = Guid.CreateVersion7();

    public Guid SellerId { get; } = Guid.CreateVersion7();

    public Guid BuyerId { get; } = Guid.CreateVersion7();

    public Guid ProductId { get; } = Guid.CreateVersion7();

    /// <summary>The buyer's with the seller.</summary>
    public Guid ConnectionId { get; } = Guid.CreateVersion7();

    /// <summary>A partner on a plan since <see cref="Start"/>, and a shared product whose recommended price is 25.00 USD a month.</summary>
    public static async Task<Market> OpenAsync(StorefrontService storefront, string plan)
    {
        var market = new Market(storefront.Service);
        await market.PlanAsync(plan, 1, Start);
        await market.ProductAsync(market.ProductId, market.OperatorId);
        return market;
    }

    public Caller Seller(Role role = Role.Admin) => Caller(SellerId, OrganizationKind.Partner, role);

    public Caller Buyer(Role role = Role.Viewer) => Caller(BuyerId, OrganizationKind.Customer, role);

    public Caller Operator(Role role = Role.Admin) => Caller(OperatorId, OrganizationKind.Operator, role);

    public Caller Caller(Guid organizationId, OrganizationKind kind, Role role = Role.Admin) =>
        new(Guid.CreateVersion7(), organizationId, kind, role, RealmId, IsLiveRealm: false, Guid.CreateVersion7(), IsSuspended: false);

    /// <summary>News of the seller's organisation.</summary>
    public Task PlanAsync(string plan, long version, DateTimeOffset at) =>
        service.TellAsync(new OrganizationUpdated(Organization(SellerId, "Northwind", "partner", plan)), Envelope(SellerId, version, at));

    public Task OperatorAsync() =>
        service.TellAsync(new OrganizationCreated(Organization(OperatorId, "Platform", "operator", null)), Envelope(OperatorId, 1, Start));

    /// <summary>News of any organisation, the seller with an alias included.</summary>
    public Task OrganizationAsync(
        Guid id, string name, string? plan, string? alias, Guid? parentId = null, long version = 1, string status = "active", string kind = "partner") =>
        service.TellAsync(
            new OrganizationUpdated(Organization(id, name, kind, plan) with { Alias = alias, ParentId = parentId, Status = status }), Envelope(id, version, Start.AddDays(version)));

    public Task ProductAsync(Guid id, Guid managedById, bool shared = true, string price = "25.00") =>
        service.TellAsync(
            new ProductPublished(new Product(
                id, "Mail", "", "main", managedById, shared, [new PriceVersion(1, new Money(price, "USD"), "month", "month", Start.AddYears(-1))])),
            Envelope(id, 1, Start));

    /// <summary>News of the connection between seller and buyer.</summary>
    public Task ConnectionAsync(string status = "active", long version = 1) => ConnectionAsync(ConnectionId, SellerId, BuyerId, "customer", status, version);

    /// <summary>News of any connection.</summary>
    public Task ConnectionAsync(Guid id, Guid sellerId, Guid buyerId, string buyerKind, string status = "active", long version = 1, string sellerKind = "partner") =>
        service.TellAsync(
            new ConnectionUpdated(new Connection(
                id, sellerId, buyerId, status, "partner", "ap@contoso.example", null, 14, 30, null, null, "Northwind", "Contoso", sellerKind, buyerKind)),
            Envelope(id, version, Start));

    /// <summary>What the seller asks everybody a month, and its buyer instead; null where it has no such price.</summary>
    public Task PricesAsync(string? list, string? special, long version = 1, Guid? productId = null)
    {
        var id = productId ?? ProductId;
        ResolvedPrice[] everybody = [new("plan", "USD", "month", "month", Usd(list), list is null ? null : "fixed", Start)];
        SpecialPrice[] one = special is null ? [] : [new(ConnectionId, "plan", "USD", "month", "month", Usd(special), Usd("0.00"), Start)];
        return service.TellAsync(new ResolvedPricesChanged(new ResolvedPrices(SellerId, id, everybody, one)), Envelope(id, version, Start));

        static Money? Usd(string? amount) => amount is null ? null : new Money(amount, "USD");
    }

    /// <summary>Three units at 20.00 USD a month.</summary>
    public async Task<Guid> BuyAsync(DateTimeOffset at, string boughtBy = "buyer", string status = "active", Guid? sellerId = null, string name = "Mail")
    {
        var id = Guid.CreateVersion7();
        await service.TellAsync(new SubscriptionCreated(Subscription(id, at, boughtBy, status, 3, sellerId, name)), Envelope(id, 1, at));
        return id;
    }

    public Subscription Subscription(
        Guid id, DateTimeOffset at, string boughtBy = "buyer", string status = "active", int quantity = 3, Guid? sellerId = null, string name = "Mail") =>
        new(id, ConnectionId, sellerId ?? SellerId, BuyerId, ProductId, name, quantity, status, boughtBy, at, null, new Money("20.00", "USD"), "month");

    /// <summary>Something else that was bought, told as Billing would.</summary>
    /// <param name="as">Makes of three units of the usual product whatever it was.</param>
    public async Task<Guid> BuyAsync(Func<Subscription, Subscription> @as, int day = 1)
    {
        var at = Start.AddDays(day);
        var id = Guid.CreateVersion7();
        await service.TellAsync(new SubscriptionCreated(@as(Subscription(id, at)) with { PlanLength = "month" }), Envelope(id, 1, at));
        return id;
    }

    /// <summary>A later version of a subscription.</summary>
    public Task ChangeAsync(Subscription subscription, long version, int day) =>
        service.TellAsync(new SubscriptionChanged(subscription), Envelope(subscription.Id, version, Start.AddDays(day)));

    public EventContext Envelope(Guid aggregateId, long version, DateTimeOffset at) => new(Guid.CreateVersion7(), RealmId, aggregateId, version, at);

    private static Organization Organization(Guid id, string name, string kind, string? plan) =>
        new(id, name, kind, null, $"org:{name.ToLowerInvariant()}", null, "US", null, "UTC", "USD", "en", plan, null, "active");
}
