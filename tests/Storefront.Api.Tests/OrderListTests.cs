using System.Net;
using ServiceDefaults.Security;
using Storefront.Domain;
using Testing;

namespace Storefront.Api.Tests;

/// <summary>What both sides are shown of orders.</summary>
public sealed class OrderListTests(StorefrontService storefront)
{
    private ServiceUnderTest<Program> Service => storefront.Service;

    [Fact]
    [Trait("Checklist", "S2")]
    public async Task List_Filters_ShowWhatIsAskedForNewestFirst()
    {
        var book = await OrderBook.OpenAsync(storefront);
        var first = await book.PlaceAsync(book.Line());
        var second = await book.PlaceAsync(book.Line());
        var third = await book.PlaceAsync(book.Line());
        await OrderBook.DoAsync(book.Buyer, $"orders/{second}/withdraw");
        var order = (await book.OrderAsync(first)).Order;

        Assert.Equal([third, second, first], await Ids(book.Buyer, ""));
        Assert.Equal([third, second, first], await Ids(book.Seller, "?side=seller"));
        Assert.Empty(await Ids(book.Seller, "?side=buyer"));
        Assert.Equal([third, first], await Ids(book.Buyer, "?status=pendingApproval&status=inProgress"));
        Assert.Equal([second], await Ids(book.Buyer, "?status=canceled"));
        Assert.Equal([first], await Ids(book.Buyer, $"?search=%23{order.Number}"));
        Assert.Empty(await Ids(book.Buyer, "?placedBy=seller"));
        Assert.Equal(3, (await Ids(book.Buyer, $"?connectionId={book.Market.ConnectionId}&submittedFrom={order.SubmittedAt.UtcDateTime:O}")).Count);
        Assert.Empty(await Ids(book.Buyer, $"?submittedTo={order.SubmittedAt.UtcDateTime:O}"));
        await OrderBook.DoAsync(book.Seller, $"orders/{first}/approve");
        Assert.Equal([third], await Ids(book.Buyer, "?waitsFor=decision"));
        Assert.Equal([first], await Ids(book.Seller, "?side=seller&waitsFor=billing"));
        Assert.Equal([third, first], await Ids(book.Seller, "?waitsFor=decision&waitsFor=billing"));
        Assert.Empty(await Ids(book.Seller, "?waitsFor=delivery&waitsFor=planChange"));
        using var unknown = await book.Buyer.GetAsync("/api/storefront/v1/orders?waitsFor=nobody");
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        using var wrong = await book.Buyer.GetAsync("/api/storefront/v1/orders?search=abc");
        await wrong.AssertProblem(HttpStatusCode.BadRequest, "invalid_value");
    }

    [Theory]
    [InlineData("newest", "5 4 3 2 1")]
    [InlineData("oldest", "1 2 3 4 5")]
    [Trait("Checklist", "S2")]
    public async Task List_Pages_ShowEveryOrderOnce(string sort, string numbers)
    {
        var book = await OrderBook.OpenAsync(storefront);
        for (var i = 0; i < 5; i++)
        {
            await book.PlaceAsync(book.Line());
        }

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await OrderBook.ReadAsync<PageAnswer<OrderAnswerView>>(book.Seller, $"orders?limit=2&sort={sort}&cursor={cursor}");
            seen.AddRange(page.Items.Select(order => order.Number));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(numbers, string.Join(' ', seen));
    }

    [Fact]
    [Trait("Checklist", "S5")]
    public async Task Get_OwnOrder_TellsLinesMoneyAndWhatCanBeDone()
    {
        var book = await OrderBook.OpenAsync(storefront);
        var id = await book.PlaceAsync(book.Line());

        var buyers = await book.OrderAsync(id, asBuyer: true);
        var line = Assert.Single(buyers.Lines);

        Assert.Equal(("1", "notDelivered", "60.00 USD", "pendingApproval"), (buyers.Order.Number, buyers.DeliveryStatus, buyers.Order.Total!.ToString(), buyers.Status));
        Assert.Equal(("Northwind", "Contoso"), (buyers.Order.SellerName, buyers.Order.BuyerName));
        Assert.Equal(
            (3, "25.00 USD", "15.00 USD", "20.00 USD", "60.00 USD"),
            (line.Quantity, line.UnitPrice!.ToString(), line.Discount!.ToString(), line.FinalUnitPrice!.ToString(), line.Total!.ToString()));
        Assert.Equal(["withdraw"], buyers.Actions);
        Assert.Equal(["approve", "reject"], (await book.OrderAsync(id)).Actions);
    }

    [Fact]
    [Trait("Checklist", "S4")]
    public async Task Money_OrderPlacedByTheSeller_IsHiddenFromTheBuyerAlone()
    {
        var book = await OrderBook.OpenAsync(storefront, consent: true);
        var placed = await book.TryPlaceAsync(new NewOrder(book.Market.ConnectionId, BoughtBy.Seller, [book.Line()]), book.Market.Seller());
        var id = placed.Value.Id;

        var buyers = await book.OrderAsync(id, asBuyer: true);
        var listed = Assert.Single((await OrderBook.ReadAsync<PageAnswer<OrderAnswerView>>(book.Buyer, "orders")).Items);
        var sellers = await book.OrderAsync(id);

        Assert.Equal((null, "placed_by_seller"), (listed.Total, listed.TotalHiddenReason));
        Assert.Equal((null, "placed_by_seller"), (buyers.Order.Total, buyers.Order.TotalHiddenReason));
        Assert.All(buyers.Lines, line => Assert.Equal((null, null, null, null), (line.UnitPrice, line.Discount, line.FinalUnitPrice, line.Total)));
        Assert.Equal(("60.00 USD", null), (sellers.Order.Total!.ToString(), sellers.Order.TotalHiddenReason));
    }

    /// <summary>The lists are read off their indexes whatever else is in the table.</summary>
    [Theory]
    [InlineData("seller_id = '{0}' ORDER BY id DESC LIMIT 51", "ix_shop_order_seller_id_id")]
    [InlineData("buyer_id = '{0}' ORDER BY id DESC LIMIT 51", "ix_shop_order_buyer_id_id")]
    [InlineData("connection_id = '{0}' ORDER BY id DESC LIMIT 51", "ix_shop_order_connection_id_id")]
    [InlineData("seller_id = '{0}' AND status = 'PendingApproval' AND ended_at IS NULL ORDER BY id DESC LIMIT 51", "ix_shop_order_open")]
    [InlineData("seller_id = '{0}' AND waits_for = 'Decision' ORDER BY id DESC LIMIT 51", "ix_shop_order_sellers_wait")]
    [InlineData("buyer_id = '{0}' AND waits_for = 'Decision' ORDER BY id DESC LIMIT 51", "ix_shop_order_buyers_wait")]
    [InlineData("seller_id = '{0}' AND number = 7", "ix_shop_order_seller_id_number")]
    [Trait("Checklist", "S2")]
    public async Task List_EachQuery_HasItsIndex(string condition, string index)
    {
        var book = await OrderBook.OpenAsync(storefront);
        await book.PlaceAsync(book.Line());
        await using var connection = await Service.Database.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SET enable_seqscan = off; SET enable_sort = off; EXPLAIN SELECT * FROM shop_order WHERE {string.Format(condition, Guid.CreateVersion7())}";
        var plan = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                plan.Add(reader.GetString(0));
            }
        }

        Assert.Contains(plan, row => row.Contains(index, StringComparison.Ordinal));
    }

    private static async Task<IReadOnlyList<Guid>> Ids(HttpClient client, string query) =>
        [.. (await OrderBook.ReadAsync<PageAnswer<OrderAnswerView>>(client, $"orders{query}")).Items.Select(order => order.Id)];
}
