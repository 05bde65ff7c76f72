using System.Net.Http.Json;
using System.Text.Json;
using Billing.Contracts.V1;
using Orgs.Contracts.V1;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;
using ServiceDefaults.Signals.V1;
using Testing;

namespace Storefront.Api.Tests;

/// <summary>Plays Orgs and Billing in a realm of its own: an operator that sells reseller plans, and a partner of it.</summary>
public sealed class PlanMarket(ServiceUnderTest<Program> service)
{
    private const string Root = "/api/storefront/v1";
    // What was ordered then has not run out of time yet.
    private static readonly DateTimeOffset Start = DateTimeOffset.UtcNow.AddMinutes(-5);

    private readonly Dictionary<Guid, string> _plans = [];
    private readonly Guid _realmId = Guid.CreateVersion7();

    public Guid OperatorId { get; } = Guid.CreateVersion7();

    public Guid PartnerId { get; } = Guid.CreateVersion7();

    /// <summary>Who gives plans by hand.</summary>
    public Guid PersonId { get; } = Guid.CreateVersion7();

    public Guid ConnectionId { get; } = Guid.CreateVersion7();

    /// <summary>0.00 USD a month.</summary>
    public Guid FreeId { get; } = Guid.CreateVersion7();

    /// <summary>49.00 USD a month.</summary>
    public Guid StandardId { get; } = Guid.CreateVersion7();

    /// <summary>The operator publishes its Free and its Standard plan, each of which can become the other.</summary>
    public static async Task<PlanMarket> OpenAsync(StorefrontService storefront, string plan = "basic", string? alias = null, bool areUpgradable = true)
    {
        var market = new PlanMarket(storefront.Service);
        await storefront.Service.TellAsync(new OrganizationCreated(market.Organization(market.OperatorId, "operator", null, null)), market.Envelope(market.OperatorId, 1));
        await market.PartnerAsync(plan, 1, alias);
        await storefront.Service.TellAsync(
            new ConnectionActivated(new Connection(
                market.ConnectionId, market.OperatorId, market.PartnerId, "active", "direct", "ap@northwind.example", null, 14, 30, null, null, "Platform", "Northwind", "operator", "partner")),
            market.Envelope(market.ConnectionId, 1));
        await market.ProductAsync(market.FreeId, "free", "0.00", areUpgradable ? [market.StandardId] : []);
        await market.ProductAsync(market.StandardId, "standard", "49.00", areUpgradable ? [market.FreeId] : []);
        foreach (var product in new[] { market.FreeId, market.StandardId })
        {
            await market.Operator().Done((await market.Operator().Listed(product)).Id, "publish");
        }

        return market;
    }

    public HttpClient Operator() => service.As(Caller(OperatorId, OrganizationKind.Operator));

    public HttpClient Partner(Role role = Role.Admin) => service.As(Caller(PartnerId, OrganizationKind.Partner, role));

    public Caller Caller(Guid organizationId, OrganizationKind kind, Role role = Role.Admin) =>
        new(PersonId, organizationId, kind, role, _realmId, IsLiveRealm: false, Guid.CreateVersion7(), IsSuspended: false);

    public async Task<JsonElement> OffersAsync(HttpClient client, Guid? connectionId = null) =>
        JsonElement.Parse(await client.GetStringAsync($"{Root}/plan-offers{(connectionId is null ? "" : $"?connectionId={connectionId}")}"));

    public Task<HttpResponseMessage> OrderAsync(HttpClient client, Guid productId, string price, string? alias) => client.PostAsJsonAsync(
        $"{Root}/plan-orders", new { productId, price = new { amount = price, currency = "USD" }, interval = "month", planLength = "month", alias });

    /// <summary>News of the partner's organisation.</summary>
    public Task PartnerAsync(string plan, long version, string? alias) =>
        service.TellAsync(new OrganizationUpdated(Organization(PartnerId, "partner", plan, alias)), Envelope(PartnerId, version));

    /// <summary>Another partner has an alias.</summary>
    public Task RivalAsync(string alias)
    {
        var id = Guid.CreateVersion7();
        return service.TellAsync(new OrganizationUpdated(Organization(id, "partner", "free", alias)), Envelope(id, 1));
    }

    /// <summary>The partner has another plan.</summary>
    public Task GiveAsync(string plan, long version, string cause = "byHand", string actor = "parent") =>
        service.TellAsync(
            new ResellerPlanChanged(Organization(PartnerId, "partner", plan, plan == "basic" ? null : "northwind"), "basic", Start, cause, actor, PersonId),
            Envelope(PartnerId, version));

    /// <summary>News of a plan subscription.</summary>
    public Task SubscriptionAsync(Guid id, Guid productId, long version, string status = "active")
    {
        var subscription = new Subscription(
            id, ConnectionId, OperatorId, PartnerId, productId, "Plan", 1, status, "seller", Start, null, new Money("0.00", "USD"), "month", "month", ResellerPlan: _plans[productId]);
        return version == 1
            ? service.TellAsync(new SubscriptionCreated(subscription), Envelope(id, version))
            : service.TellAsync(new SubscriptionChanged(subscription), Envelope(id, version));
    }

    /// <summary>Billing does not take the partner's last order.</summary>
    public async Task RefuseAsync(string code)
    {
        await using var command = service.Database.CreateCommand($"SELECT id FROM shop_order WHERE connection_id = '{ConnectionId}' ORDER BY number DESC LIMIT 1");
        var order = (Guid)(await command.ExecuteScalarAsync())!;
        await service.TellAsync(new OrderRefused(new OrderAnswer(order, OperatorId, PartnerId, code, null, [])), Envelope(order, 1));
    }

    /// <summary>Moves the realm's clock ahead of the wall clock, and waits until what fell due is done.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        await using var drained = await service.ListenAsync<RealmClockDrained>();
        var job = Guid.CreateVersion7();
        await service.SendAsync(new RealmClockAdvanced(_realmId, job, Round: 1, DateTimeOffset.UtcNow + by, by), Envelope(_realmId, 1));
        await drained.WaitAsync(answer => answer.JobId == job);
    }

    /// <summary>Every line that was ordered, oldest first: by whom, what, of which product or subscription, at which price in minor units.</summary>
    public async Task<IReadOnlyList<string>> OrderedAsync()
    {
        await using var command = service.Database.CreateCommand(
            $"""
            SELECT o.placed_by || ' ' || l.action || ' ' || CASE l.product_id WHEN '{FreeId}' THEN 'free' WHEN '{StandardId}' THEN 'standard' END
                || ' ' || l.unit_price || CASE WHEN o.placed_by_id = '{PersonId}' THEN '' ELSE ' by a stranger' END
            FROM shop_order o JOIN shop_order_line l ON l.order_id = o.id WHERE o.connection_id = '{ConnectionId}' ORDER BY o.number
            """);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }

    private Task ProductAsync(Guid id, string plan, string price, IReadOnlyList<Guid> targets)
    {
        _plans[id] = plan;
        PriceVersion[] prices = [new(1, new Money(price, "USD"), "month", "month", Start.AddYears(-1)), new(1, new Money("9999.00", "EUR"), "month", "month", Start.AddYears(-1))];
        return service.TellAsync(
            new ProductPublished(new Product(id, $"The {plan} plan", "", "main", OperatorId, true, prices, LargestQuantity: 1, UpgradeTargets: targets, ResellerPlan: plan)),
            Envelope(id, 1));
    }

    private Organization Organization(Guid id, string kind, string? plan, string? alias) =>
        new(id, kind, kind, kind == "operator" ? null : OperatorId, $"org:{kind}", null, "US", null, "UTC", "USD", "en", plan, alias, "active");

    private EventContext Envelope(Guid aggregateId, long version) => new(Guid.CreateVersion7(), _realmId, aggregateId, version, Start);
}
