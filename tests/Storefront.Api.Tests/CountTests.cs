using Billing.Contracts.V1;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using ServiceDefaults.Messaging;
using ServiceDefaults.Storage;
using Storefront.Api.Storage;
using Testing;

namespace Storefront.Api.Tests;

/// <summary>What is kept counted is what there is to count, whatever happened in whatever order.</summary>
[Trait("Checklist", "S1")]
public sealed class CountTests(StorefrontService storefront)
{
    private static readonly string[] Statuses = ["trial", "active", "suspended", "pendingCancellation", "cancelled"];

    private const int Subscriptions = 25;

    private ServiceUnderTest<Program> Service => storefront.Service;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Subscriptions_RandomEventsLateRepeatedAndAtOnce_CountsAreThoseOfTheRows(int seed)
    {
        var market = await Market.OpenAsync(storefront, "standard");
        var random = new Random(seed);
        var news = Enumerable.Range(0, Subscriptions).SelectMany(_ => Lifetime(market, random)).ToList();
        // Each third is told once more, as by a replay, and nothing in its order.
        var again = news.Where(_ => random.Next(3) == 0).Select(one => one with { Envelope = one.Envelope with { MessageId = Guid.CreateVersion7() } });
        var told = news.Concat(again).ToArray();
        random.Shuffle(told);

        foreach (var (fact, envelope) in told)
        {
            await Service.SendAsync(fact, envelope);
        }

        foreach (var (_, envelope) in told)
        {
            await Service.HandledAsync(envelope.MessageId);
        }

        Assert.Equal(Subscriptions, await Service.CountAsync($"SELECT sum(count)::bigint FROM subscription_count WHERE realm_id = '{market.RealmId}'"));
        await AssertCounted(Service.Database, $"realm_id = '{market.RealmId}'");
        await using var delete = Service.Database.CreateCommand($"DELETE FROM subscription WHERE realm_id = '{market.RealmId}' AND quantity % 2 = 0");
        await delete.ExecuteNonQueryAsync();
        await AssertCounted(Service.Database, $"realm_id = '{market.RealmId}'");
    }

    [Fact]
    public async Task Subscriptions_CountTakenByAnotherWriter_IsNotWaitedFor()
    {
        var market = await Market.OpenAsync(storefront, "standard");
        await market.BuyAsync(Market.Start);
        await using (var other = await Service.Database.OpenConnectionAsync())
        {
            await using var transaction = await other.BeginTransactionAsync();
            await using var take = new NpgsqlCommand($"UPDATE subscription_count SET count = count WHERE buyer_id = '{market.BuyerId}'", other, transaction);
            Assert.Equal(1, await take.ExecuteNonQueryAsync());

            await market.BuyAsync(Market.Start.AddDays(1));
            await transaction.CommitAsync();
        }

        await market.BuyAsync(Market.Start.AddDays(2));

        var counts = await Service.As(market.Buyer()).Counts();
        Assert.Equal((3, 3), (counts.Total, counts.ByStatus.Single().Count));
        Assert.Equal(2, await Service.CountAsync($"SELECT count(*) FROM subscription_count WHERE buyer_id = '{market.BuyerId}'"));
    }

    [Fact]
    public async Task Counts_EveryFilter_AreThoseOfTheList()
    {
        var market = await Market.OpenAsync(storefront, "standard");
        var main = await market.BuyAsync(bought => bought);
        await market.BuyAsync(bought => bought with { Status = "cancelled", ProductName = "Backup" });
        await market.BuyAsync(bought => bought with { ProductKind = "addOn", MainSubscriptionId = main });
        await market.BuyAsync(bought => bought with { ProductKind = "oneTime" });
        var elsewhere = Guid.CreateVersion7();
        await market.BuyAsync(bought => bought with { ConnectionId = elsewhere, SellerId = Guid.CreateVersion7(), ProductId = Guid.CreateVersion7() });
        var buyer = Service.As(market.Buyer());

        foreach (var query in (string[])["", "kind=main", "kind=addOn", $"connectionId={elsewhere}", $"sellerId={market.SellerId}", $"productId={market.ProductId}", "search=back", $"kind=addOn&connectionId={market.ConnectionId}", "side=sold"])
        {
            var listed = (await buyer.Subscriptions(query)).Items.GroupBy(item => item.Status).ToDictionary(group => group.Key, group => (long)group.Count());
            Assert.Equal(listed, (await buyer.Counts(query)).ByStatus.ToDictionary(count => count.Status, count => count.Count));
        }

        var sold = await Service.As(market.Seller()).Counts($"side=sold&customerId={market.BuyerId}");
        Assert.Equal(2, sold.Total);
    }

    [Fact]
    public async Task Orders_PlacedWithdrawnAndRejected_AreCountedAsTheyStand()
    {
        var book = await OrderBook.OpenAsync(storefront);
        await book.PlaceAsync(book.Line());
        await OrderBook.DoAsync(book.Buyer, $"orders/{await book.PlaceAsync(book.Line())}/withdraw");
        await OrderBook.DoAsync(book.Seller, $"orders/{await book.PlaceAsync(book.Line())}/approve");

        var dashboard = await OrderBook.ReadAsync<DashboardAnswer>(book.Buyer, "dashboard");

        Assert.Equal((3, 2), (dashboard.Orders, dashboard.OrdersToWaitFor));
        Assert.Equal(
            ["Canceled 1", "InProgress 1"],
            await WordsAsync($"SELECT status || ' ' || sum(count) FROM shop_order_count WHERE buyer_id = '{book.Market.BuyerId}' AND status <> 'PendingApproval' GROUP BY status ORDER BY status"));
    }

    [Fact]
    public async Task Migration_DatabaseThatHoldsSubscriptionsAndOrders_CountsThem()
    {
        var connectionString = await Servers.CreateDatabaseAsync("storefront-older");
        await PlatformSchema.MigrateAsync(connectionString);
        await using var db = new StorefrontDbFactory().CreateDbContext([]);
        db.Database.SetConnectionString(connectionString);
        await db.GetService<IMigrator>().MigrateAsync("CatalogueAndBaskets");
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var fill = database.CreateCommand(
            """
            INSERT INTO subscription (id, realm_id, connection_id, seller_id, buyer_id, product_id, product_name, kind, quantity, status, bought_by, bought_at, unit_price, currency, interval, version)
            SELECT gen_random_uuid(), md5(side::text)::uuid, md5(side::text)::uuid, md5(side::text)::uuid, md5(side::text)::uuid, md5(side::text)::uuid, 'Mail', (ARRAY['Main', 'OneTime'])[1 + n % 2], 1, (ARRAY['Active', 'Trial', 'Cancelled'])[1 + n % 3], 'Buyer', now(), 1, 'USD', 'month', 1
            FROM generate_series(1, 60) AS n, generate_series(1, 2) AS side;
            INSERT INTO shop_order (id, realm_id, connection_id, seller_id, buyer_id, number, placed_by, placed_by_id, status, submitted_at, is_accepted, is_plan_ordered, alias_suggestions, currency, total, billing_version, version)
            SELECT gen_random_uuid(), md5(side::text)::uuid, md5(side::text)::uuid, md5(side::text)::uuid, md5(side::text)::uuid, n, 'Buyer', md5(side::text)::uuid, (ARRAY['Executed', 'Canceled'])[1 + n % 2], now(), true, false, '{}', 'USD', 1, 1, 1
            FROM generate_series(1, 10) AS n, generate_series(1, 2) AS side
            """);
        await fill.ExecuteNonQueryAsync();

        await db.Database.MigrateAsync();

        await AssertCounted(database, "true");
        await using var total = database.CreateCommand("SELECT (SELECT sum(count) FROM subscription_count) || ' ' || (SELECT sum(count) FROM shop_order_count)");
        Assert.Equal("120 20", await total.ExecuteScalarAsync());
    }

    /// <summary>Versions of one subscription, each of which may change everything that is counted.</summary>
    private static IEnumerable<(SubscriptionChanged Fact, EventContext Envelope)> Lifetime(Market market, Random random)
    {
        var id = Guid.CreateVersion7();
        var newest = 1 + random.Next(5);
        for (var version = 1; version <= newest; version++)
        {
            var kind = random.Next(4);
            var subscription = market.Subscription(id, Market.Start, status: Statuses[random.Next(Statuses.Length)], quantity: 1 + random.Next(9)) with
            {
                ProductKind = kind switch { 0 => "oneTime", 1 => "addOn", _ => "main" },
                MainSubscriptionId = kind == 1 ? market.ProductId : null,
            };
            yield return (new SubscriptionChanged(subscription), market.Envelope(id, version, Market.Start.AddDays(version)));
        }
    }

    private static async Task AssertCounted(NpgsqlDataSource database, string where)
    {
        const string Sort = "realm_id, connection_id, seller_id, buyer_id, kind";
        await using var command = database.CreateCommand(
            $"""
            WITH kept AS (
                SELECT {Sort}, is_under_main, status, sum(count) FROM subscription_count WHERE {where} GROUP BY {Sort}, is_under_main, status HAVING sum(count) <> 0
                UNION ALL SELECT realm_id, NULL, seller_id, buyer_id, 'order', NULL, status, sum(count) FROM shop_order_count WHERE {where} GROUP BY realm_id, seller_id, buyer_id, status HAVING sum(count) <> 0),
            counted AS (
                SELECT {Sort}, main_subscription_id IS NOT NULL, status, count(*)::numeric FROM subscription WHERE {where} GROUP BY {Sort}, main_subscription_id IS NOT NULL, status
                UNION ALL SELECT realm_id, NULL, seller_id, buyer_id, 'order', NULL, status, count(*) FROM shop_order WHERE {where} GROUP BY realm_id, seller_id, buyer_id, status)
            SELECT coalesce(string_agg(wrong::text, E'\n'), '') FROM ((TABLE kept EXCEPT TABLE counted) UNION ALL (TABLE counted EXCEPT TABLE kept)) AS wrong
            """);
        Assert.Equal("", await command.ExecuteScalarAsync());
    }

    private async Task<IReadOnlyList<string>> WordsAsync(string sql)
    {
        await using var command = Service.Database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var words = new List<string>();
        while (await reader.ReadAsync())
        {
            words.Add(reader.GetString(0));
        }

        return words;
    }

    private sealed record DashboardAnswer(long Orders, long OrdersToWaitFor);
}
