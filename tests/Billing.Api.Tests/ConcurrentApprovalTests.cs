using System.Net;
using Npgsql;
using ServiceDefaults.Security;
using Testing;

namespace Billing.Api.Tests;

/// <summary>Customers who agree at the same moment share the edges above them and their sellers' number counters, at different depths, and nothing of theirs.</summary>
public sealed class ConcurrentApprovalTests(BillingService billing)
{
    private const int Customers = 8;

    /// <param name="quantity">More, less with something back on every edge, or nothing any more.</param>
    [Theory]
    [InlineData(5)]
    [InlineData(1)]
    [InlineData(0)]
    public async Task Approve_AtTheSameMomentInOneChannel_NobodyIsInAnothersWay(int quantity)
    {
        var sale = await Sale.OpenAsync(billing, trialDays: 0);
        var product = await sale.ProductAsync("Seat");
        var (adventure, _) = await sale.Channel.ChildAsync(sale.Northwind, "Adventure", OrganizationKind.Partner);
        var buyers = new List<(HttpClient Seller, HttpClient Client, Guid ConnectionId)>();
        for (var i = 0; i < Customers; i++)
        {
            var seller = i % 2 == 0 ? sale.Northwind : adventure;
            var (customer, connection) = await sale.Channel.ChildAsync(seller, $"Customer {i}", OrganizationKind.Customer, trialDays: 0);
            buyers.Add((sale.Channel.As(seller), sale.Channel.As(customer), connection));
        }

        var sold = await Task.WhenAll(buyers.Select(async buyer =>
        {
            var request = await (await buyer.Seller.Post("requests", sale.Proposal(quantity: 3, connectionId: buyer.ConnectionId, productId: product))).Read<ChangeRequestAnswer>(HttpStatusCode.Created);
            return (await (await buyer.Client.Post($"requests/{request.Id}/approve")).Read<ChangeRequestAnswer>()).SubscriptionId!.Value;
        }));
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(10));
        var proposed = await Task.WhenAll(buyers.Zip(sold, async (buyer, subscription) =>
            await (await (quantity == 0
                ? buyer.Seller.Post($"subscriptions/{subscription}/cancellation-requests", new { effective = "now" })
                : buyer.Seller.Post($"subscriptions/{subscription}/change-requests", new { quantity }))).Read<ChangeRequestAnswer>(HttpStatusCode.Created)));

        var approved = await Task.WhenAll(buyers.Zip(proposed, async (buyer, request) => (await buyer.Client.Post($"requests/{request.Id}/approve")).StatusCode));

        Assert.All(approved, status => Assert.Equal(HttpStatusCode.OK, status));
    }

    /// <summary>One customer agrees to two things at once: its account, its invoices' numbers and its credit are the same for both.</summary>
    [Fact]
    public async Task Approve_ChangeAndPurchaseOfOneCustomerAtTheSameMoment_BothHappen()
    {
        var sale = await Sale.OpenAsync(billing, trialDays: 0);
        var seat = await sale.ProductAsync("Seat");
        var setup = await sale.ProductAsync("Setup", with: made => made["charging"] = "oneTime");
        var buyers = await Task.WhenAll(Enumerable.Range(0, Customers).Select(async i =>
        {
            var (customer, connection) = await sale.Channel.ChildAsync(sale.Northwind, $"Customer {i}", OrganizationKind.Customer, trialDays: 0);
            var client = sale.Channel.As(customer);
            var request = await (await sale.Seller.Post("requests", sale.Proposal(quantity: 3, connectionId: connection, productId: seat))).Read<ChangeRequestAnswer>(HttpStatusCode.Created);
            var subscription = (await (await client.Post($"requests/{request.Id}/approve")).Read<ChangeRequestAnswer>()).SubscriptionId!.Value;
            return (Client: client, Connection: connection, Subscription: subscription);
        }));
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(10));

        for (var quantity = 4; quantity < 10; quantity++)
        {
            var proposed = await Task.WhenAll(buyers.SelectMany(buyer => new[]
            {
                ProposedAsync(buyer.Client, sale.Seller.Post($"subscriptions/{buyer.Subscription}/change-requests", new { quantity })),
                ProposedAsync(buyer.Client, sale.Seller.Post("requests", sale.Proposal(connectionId: buyer.Connection, productId: setup))),
            }));

            var approved = await Task.WhenAll(proposed.Select(request => request.Client.Post($"requests/{request.Id}/approve")));

            Assert.All(approved, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        }
    }

    private static async Task<(HttpClient Client, Guid Id)> ProposedAsync(HttpClient client, Task<HttpResponseMessage> proposal) =>
        (client, (await (await proposal).Read<ChangeRequestAnswer>(HttpStatusCode.Created)).Id);

    /// <summary>A reseller buys for itself while its customers do, and nothing was ever sold on an edge above: whoever comes first opens the accounts that both need.</summary>
    [Fact]
    public async Task Approve_FirstSalesOnNeighbouringEdges_NobodyIsInAnothersWay()
    {
        var sale = await Sale.OpenAsync(billing, trialDays: 0);
        var (adventure, adventureConnection) = await sale.Channel.ChildAsync(sale.Northwind, "Adventure", OrganizationKind.Partner, trialDays: 0);
        var own = await ProposedAsync(sale, sale.Northwind, adventureConnection);
        var below = new List<(HttpClient Client, Guid Request)>();
        for (var i = 0; i < Customers; i++)
        {
            var (customer, connection) = await sale.Channel.ChildAsync(adventure, $"Customer {i}", OrganizationKind.Customer, trialDays: 0);
            below.Add((sale.Channel.As(customer), await ProposedAsync(sale, adventure, connection)));
        }

        // The account that all of them come to last is being opened by somebody who changes their mind: so they all stand in each other's way as they can.
        await using var held = await billing.Service.Database.OpenConnectionAsync();
        await using var opening = await held.BeginTransactionAsync();
        await using (var open = new NpgsqlCommand(
            """
            INSERT INTO billing_accounts (connection_id, realm_id, seller_id, buyer_id, currency, trial_days)
            SELECT id, realm_id, seller_id, buyer_id, 'USD', trial_days FROM connections WHERE id = $1
            """,
            held) { Parameters = { new() { Value = sale.NorthwindConnection } } })
            await open.ExecuteNonQueryAsync();
        var approvals = below.Select(buyer => buyer.Client.Post($"requests/{buyer.Request}/approve")).ToList();
        await WaitingAsync(held.ProcessID, approvals.Count);
        approvals.Add(sale.Channel.As(adventure).Post($"requests/{own}/approve"));
        await WaitingAsync(held.ProcessID, approvals.Count);
        await opening.RollbackAsync();

        Assert.All(await Task.WhenAll(approvals), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    private static async Task<Guid> ProposedAsync(Sale sale, Party seller, Guid connectionId) =>
        (await (await sale.Channel.As(seller).Post("requests", sale.Proposal(connectionId: connectionId))).Read<ChangeRequestAnswer>(HttpStatusCode.Created)).Id;

    /// <summary>Until so many wait for a database process, or for somebody who waits for it.</summary>
    private Task WaitingAsync(int process, int count) => Eventually.Async(
        async () =>
        {
            await using var waiting = billing.Service.Database.CreateCommand(
                """
                WITH RECURSIVE waiting AS (
                    SELECT $1 AS pid
                    UNION
                    SELECT activity.pid FROM pg_stat_activity AS activity, waiting
                    WHERE activity.wait_event_type = 'Lock' AND waiting.pid = ANY (pg_blocking_pids(activity.pid)))
                SELECT count(*) - 1 FROM waiting
                """);
            waiting.Parameters.Add(new NpgsqlParameter { Value = process });
            return (long)(await waiting.ExecuteScalarAsync())! == count;
        },
        because: $"{count} approvals should wait");
}
