using Billing.Contracts.V1;
using ServiceDefaults.Messaging;

namespace Orgs.Api.Tests;

/// <summary>What Orgs learns from Billing's events about a connection, and refuses because of it.</summary>
public sealed class BillingFactsTests(OrgsService service)
{
    [Fact]
    [Trait("Checklist", "O2")]
    public async Task End_WithALiveSubscription_IsRefusedUntilItIsCancelled()
    {
        var (world, partner, customer) = await TradingAsync();
        var path = $"connections/{customer.ConnectionId}/end";
        var subscription = Subscription(partner, customer, "trial");
        await TellAsync(world, new SubscriptionCreated(subscription), subscription.Id, version: 1);

        Assert.Equal("connection_has_live_subscriptions", await customer.Admin.RefusedPostAsync(path, new { reason = "Moving" }, 409));

        await TellAsync(world, new SubscriptionChanged(subscription with { Status = "cancelled" }), subscription.Id, version: 3);
        // One that comes late changes nothing.
        await TellAsync(world, new SubscriptionChanged(subscription with { Status = "active" }), subscription.Id, version: 2);
        Assert.Equal("ended", (await customer.Admin.PostAsync(path, new { reason = "Moving" })).Text("status"));
    }

    [Fact]
    [Trait("Checklist", "O2")]
    public async Task Restore_WithAnOverdueInvoice_IsRefusedUntilItIsPaid()
    {
        var (world, partner, customer) = await TradingAsync();
        var path = $"connections/{customer.ConnectionId}";
        var invoice = Invoice(partner, customer, "overdue");
        await TellAsync(world, new InvoiceOverdue(invoice), invoice.Id, version: 2);
        await partner.Admin.PostAsync($"{path}/suspend", new { reason = "Unpaid" });

        Assert.Equal("connection_has_arrears", await partner.Admin.RefusedPostAsync($"{path}/restore", null, 409));

        await TellAsync(world, new InvoicePaid(invoice with { Status = "paid" }), invoice.Id, version: 3);
        Assert.Equal("active", (await partner.Admin.PostAsync($"{path}/restore")).Text("status"));
    }

    [Fact]
    public async Task InvoicePaid_BeforeTheDayItIsDue_IsNotKept()
    {
        var (world, partner, customer) = await TradingAsync();
        var (early, late) = (Invoice(partner, customer, "paid"), Invoice(partner, customer, "paid"));
        var dueDay = new DateTimeOffset(2026, 1, 15, 0, 0, 0, TimeSpan.Zero);

        await service.TellAsync(new InvoicePaid(early), Envelope(world, early.Id, version: 2, dueDay.AddTicks(-1)), reactions: 0);
        await service.TellAsync(new InvoicePaid(late), Envelope(world, late.Id, version: 2, dueDay));

        await using var kept = service.Database.CreateCommand($"SELECT id FROM connection_invoices WHERE id IN ('{early.Id}', '{late.Id}')");
        Assert.Equal(late.Id, await kept.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    [Trait("Checklist", "O1")]
    public async Task End_WithALiveSubscriptionOnAnotherConnection_IsAllowed()
    {
        var (world, partner, customer) = await TradingAsync();
        var sibling = await world.CreateAsync(partner.Admin, "customer");
        var subscription = Subscription(partner, sibling, "active");
        await TellAsync(world, new SubscriptionCreated(subscription), subscription.Id, version: 1);

        await customer.Admin.PostAsync($"connections/{customer.ConnectionId}/end", new { reason = "Moving" });
    }

    private async Task<(World World, Child Partner, Child Customer)> TradingAsync()
    {
        var world = await service.SandboxAsync();
        var partner = await world.PartnerAsync();
        return (world, partner, await world.CreateAsync(partner.Admin, "customer"));
    }

    private Task TellAsync<TEvent>(World world, TEvent fact, Guid aggregateId, long version)
        where TEvent : class =>
        service.TellAsync(fact, Envelope(world, aggregateId, version, DateTimeOffset.UtcNow));

    private static EventContext Envelope(World world, Guid aggregateId, long version, DateTimeOffset occurredAt) =>
        new(Guid.CreateVersion7(), Guid.Parse(world.RealmId), aggregateId, version, occurredAt);

    internal static Subscription Subscription(Child seller, Child buyer, string status) => new(
        Guid.CreateVersion7(),
        Guid.Parse(buyer.ConnectionId),
        Guid.Parse(seller.Id),
        Guid.Parse(buyer.Id),
        Guid.CreateVersion7(),
        "Door access",
        Quantity: 1,
        status,
        BoughtBy: "buyer",
        DateTimeOffset.UtcNow,
        TrialEndsAt: null,
        new Money("20.00", "USD"),
        Interval: "month");

    private static Invoice Invoice(Child seller, Child buyer, string status) => new(
        Guid.CreateVersion7(),
        Guid.Parse(buyer.ConnectionId),
        Guid.Parse(seller.Id),
        Guid.Parse(buyer.Id),
        Number: "1",
        Type: "subscription",
        status,
        new DateOnly(2026, 1, 1),
        new DateOnly(2026, 1, 15),
        new Money("20.00", "USD"),
        new Money("0.00", "USD"),
        ReferenceNumber: null);
}
