using System.Net;
using Testing;

namespace Storefront.Api.Tests;

/// <summary>Finding one among many: filters, orders and pages.</summary>
[Trait("Checklist", "S7")]
[Trait("Checklist", "S8")]
public sealed class SubscriptionSearchTests(StorefrontService storefront)
{
    private ServiceUnderTest<Program> Service => storefront.Service;

    [Theory]
    [InlineData("", "Zebra, Mail, mailbox 100%, Backup")]
    [InlineData("direction=ascending", "Backup, mailbox 100%, Mail, Zebra")]
    [InlineData("sort=quantity", "Zebra, Mail, Backup, mailbox 100%")]
    [InlineData("sort=quantity&direction=descending", "mailbox 100%, Backup, Mail, Zebra")]
    [InlineData("sort=status", "mailbox 100%, Backup, Mail, Zebra")]
    [InlineData("sort=nextChange", "Zebra, Mail, Backup, mailbox 100%")]
    [InlineData("sort=nextChange&direction=descending", "mailbox 100%, Backup, Mail, Zebra")]
    public async Task List_EveryOrder_IsTheSameInOnePageAndInMany(string order, string expected)
    {
        var client = Service.As((await OfFourAsync()).Buyer());

        Assert.Equal(expected, string.Join(", ", (await client.Subscriptions(order)).Items.Select(item => item.Name)));
        var paged = new List<string>();
        string? cursor = null;
        do
        {
            var page = await client.Subscriptions($"{order}&limit=1&cursor={cursor}");
            paged.AddRange(page.Items.Select(item => item.Name));
            cursor = page.NextCursor;
        }
        while (cursor is not null && paged.Count < 10);

        Assert.Equal(expected, string.Join(", ", paged));
    }

    [Fact]
    public async Task List_ByName_IsInTheOrderOfTheNames()
    {
        var market = await Market.OpenAsync(storefront, "basic");
        foreach (var name in (string[])["Charlie", "Alpha", "Bravo", "Alpha"])
        {
            await market.BuyAsync(sold => sold with { ProductName = name });
        }

        var client = Service.As(market.Buyer());
        var first = await client.Subscriptions("sort=name&limit=3");
        var rest = await client.Subscriptions($"sort=name&limit=3&cursor={first.NextCursor}");

        Assert.Equal(["Alpha", "Alpha", "Bravo", "Charlie"], first.Items.Concat(rest.Items).Select(item => item.Name));
        Assert.Equal(4, first.Items.Concat(rest.Items).Select(item => item.Id).Distinct().Count());
    }

    [Theory]
    [InlineData("search=MAIL", "Mail, mailbox 100%")]
    [InlineData("search=100%25", "mailbox 100%")]
    [InlineData("search=_", "")]
    [InlineData("status=trial&status=suspended", "Zebra, Mail")]
    [InlineData("status=active&search=back", "")]
    public async Task List_Filters_ShowWhatFits(string filter, string expected) =>
        Assert.Equal(expected, string.Join(", ", (await Service.As((await OfFourAsync()).Buyer()).Subscriptions(filter)).Items.Select(item => item.Name)));

    [Fact]
    public async Task List_ByProductSellerAndConnection_ShowsThoseAlone()
    {
        var market = await Market.OpenAsync(storefront, "basic");
        var other = Guid.CreateVersion7();
        var otherConnection = Guid.CreateVersion7();
        var usual = await market.BuyAsync(sold => sold);
        var special = await market.BuyAsync(sold => sold with { ProductId = other, SellerId = other, ConnectionId = otherConnection });
        var client = Service.As(market.Buyer());

        foreach (var filter in (string[])[$"productId={other}", $"sellerId={other}", $"connectionId={otherConnection}"])
        {
            Assert.Equal([special], (await client.Subscriptions(filter)).Items.Select(item => item.Id));
        }

        Assert.Equal(2, (await client.Subscriptions($"productId={other}&productId={market.ProductId}")).Items.Count);
        Assert.Equal([usual], (await client.Subscriptions($"sellerId={market.SellerId}")).Items.Select(item => item.Id));
    }

    [Fact]
    public async Task Counts_WhateverStatusIsAskedFor_AreOfAll()
    {
        var client = Service.As((await OfFourAsync()).Buyer());

        var counts = await client.Counts("status=trial");

        Assert.Equal(4, counts.Total);
        Assert.Equal(["trial 1", "active 1", "suspended 1", "pendingCancellation 1"], counts.ByStatus.Select(count => $"{count.Status} {count.Count}"));
        Assert.Equal(2, (await client.Counts("search=mail")).Total);
    }

    [Theory]
    [InlineData("limit=0", "out_of_range")]
    [InlineData("limit=101", "out_of_range")]
    [InlineData("cursor=nonsense", "bad_cursor")]
    [InlineData("sort=colour", "invalid_value")]
    [InlineData("sort=name&cursor=eyJPcmRlciI6IlF1YW50aXR5IEZhbHNlIiwiVmFsdWUiOiIxIiwiSWQiOiIwMTlhYTgyMy0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDAifQ", "bad_cursor")]
    [InlineData("sort=quantity&cursor=eyJPcmRlciI6IlF1YW50aXR5IEZhbHNlIiwiVmFsdWUiOiJ4IiwiSWQiOiIwMTlhYTgyMy0wMDAwLTcwMDAtODAwMC0wMDAwMDAwMDAwMDAifQ", "bad_cursor")]
    public async Task List_WrongQuestion_IsRefused(string query, string code)
    {
        var market = await Market.OpenAsync(storefront, "basic");

        using var response = await Service.As(market.Buyer()).GetSubscriptions(query);

        await response.AssertProblem(HttpStatusCode.BadRequest, code);
    }

    /// <summary>Bought in this order: "Backup" 5 pending cancellation on the 20th, "mailbox 100%" 7 active, "Mail" 4 suspended with a decrease on the 15th, "Zebra" 2 on trial to end on the 10th.</summary>
    private async Task<Market> OfFourAsync()
    {
        var market = await Market.OpenAsync(storefront, "basic");
        await market.BuyAsync(sold => sold with { ProductName = "Backup", Quantity = 5, Status = "pendingCancellation", ScheduledOn = new(2026, 1, 20), ScheduledQuantity = 0 }, day: 1);
        await market.BuyAsync(sold => sold with { ProductName = "mailbox 100%", Quantity = 7 }, day: 2);
        await market.BuyAsync(sold => sold with { ProductName = "Mail", Quantity = 4, Status = "suspended", ScheduledOn = new(2026, 1, 15), ScheduledQuantity = 1 }, day: 3);
        await market.BuyAsync(sold => sold with { ProductName = "Zebra", Quantity = 2, Status = "trial", ScheduledOn = new(2026, 1, 10), ScheduledQuantity = 1 }, day: 4);
        return market;
    }
}
