using System.Net;
using Billing.Contracts.V1;
using ServiceDefaults.Security;
using Testing;

namespace Storefront.Api.Tests;

[Trait("Checklist", "S7")]
[Trait("Checklist", "S8")]
public sealed class SubscriptionListTests(StorefrontService storefront)
{
    private ServiceUnderTest<Program> Service => storefront.Service;

    [Fact]
    public async Task List_Buyer_SeesNameQuantityAndStatusNewestFirst()
    {
        var market = await Market.OpenAsync(storefront, "basic");
        await market.BuyAsync(Market.Start.AddDays(1));
        await market.BuyAsync(Market.Start.AddDays(2), status: "pendingCancellation", name: "Backup");

        var page = await Service.As(market.Buyer()).Subscriptions();

        Assert.Equal(
            [("Backup", 3, "pendingCancellation", "Northwind"), ("Mail", 3, "active", "Northwind")],
            page.Items.Select(item => (item.Name, item.Quantity, item.Status, item.SellerName!)));
    }

    [Fact]
    public async Task List_ByStatus_ShowsThoseAlone()
    {
        var market = await Market.OpenAsync(storefront, "basic");
        var trial = await market.BuyAsync(Market.Start, status: "trial");
        await market.BuyAsync(Market.Start, status: "cancelled");
        var suspended = await market.BuyAsync(Market.Start, status: "suspended");
        var client = Service.As(market.Buyer());

        Assert.Equal([suspended, trial], (await client.Subscriptions("status=trial&status=suspended")).Items.Select(item => item.Id));
        using var wrong = await client.GetSubscriptions("status=gone");
        await wrong.AssertProblem(HttpStatusCode.BadRequest, "invalid_value");
    }

    [Fact]
    public async Task List_Pages_ShowEverySubscriptionOnce()
    {
        var market = await Market.OpenAsync(storefront, "basic");
        var bought = new List<Guid>();
        for (var i = 0; i < 5; i++)
        {
            bought.Add(await market.BuyAsync(Market.Start.AddDays(i)));
        }

        var client = Service.As(market.Buyer());
        var seen = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await client.Subscriptions($"limit=2&cursor={cursor}");
            seen.AddRange(page.Items.Select(item => item.Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        bought.Reverse();
        Assert.Equal(bought, seen);
    }

    [Fact]
    public async Task SubscriptionEvents_LateRepeatedAndReordered_LeaveTheNewestState()
    {
        var market = await Market.OpenAsync(storefront, "basic");
        var id = Guid.CreateVersion7();
        var trial = new TrialStarted(market.Subscription(id, Market.Start, status: "trial", quantity: 1));
        var active = new SubscriptionActivated(market.Subscription(id, Market.Start, status: "active", quantity: 2));
        var suspended = new SubscriptionChanged(market.Subscription(id, Market.Start, status: "suspended", quantity: 5));

        await Service.TellAsync(suspended, market.Envelope(id, 4, Market.Start.AddDays(3)));
        await Service.TellAsync(trial, market.Envelope(id, 2, Market.Start.AddDays(1)));
        await Service.TellAsync(active, market.Envelope(id, 3, Market.Start.AddDays(2)));
        await Service.TellAsync(suspended, market.Envelope(id, 4, Market.Start.AddDays(3)));

        var item = Assert.Single((await Service.As(market.Buyer()).Subscriptions()).Items);
        Assert.Equal(("suspended", 5), (item.Status, item.Quantity));
    }

    /// <summary>X18 for these routes.</summary>
    [Theory]
    [InlineData("sibling")]
    [InlineData("another partner")]
    [InlineData("other realm")]
    public async Task EveryRoute_AnybodyElse_FindsNothing(string who)
    {
        var market = await Market.OpenAsync(storefront, "standard");
        var subscription = await market.BuyAsync(Market.Start.AddDays(1));
        var asset = await market.BuyAsync(sold => sold with { ProductKind = "oneTime" });
        var caller = who switch
        {
            "another partner" => market.Caller(Guid.CreateVersion7(), OrganizationKind.Partner, Role.SuperAdmin),
            "sibling" => market.Caller(Guid.CreateVersion7(), OrganizationKind.Customer, Role.SuperAdmin),
            _ => market.Buyer(Role.SuperAdmin) with { RealmId = Guid.CreateVersion7() },
        };
        var client = Service.As(caller);

        HttpResponseMessage[] answers = [await client.GetSubscription(subscription), await client.GetPurchases(subscription), await client.GetAsset(asset)];
        foreach (var answer in answers)
        {
            using (answer)
            {
                await answer.AssertProblem(HttpStatusCode.NotFound, "not_found");
            }
        }

        foreach (var side in (string[])["side=bought", "side=sold"])
        {
            Assert.Empty((await client.Subscriptions(side)).Items);
            Assert.Empty((await client.Assets(side)).Items);
            Assert.Equal(0, (await client.Counts(side)).Total);
        }
    }

    [Fact]
    public async Task EveryRoute_WithoutAToken_IsRefused()
    {
        using var client = Service.Anonymous();
        HttpResponseMessage[] answers =
        [
            await client.GetSubscriptions(""),
            await client.GetSubscription(Guid.CreateVersion7()),
            await client.CreateListing(Guid.CreateVersion7()),
            await client.Do(Guid.CreateVersion7(), "publish"),
            await client.Do(Guid.CreateVersion7(), "unpublish"),
        ];

        foreach (var answer in answers)
        {
            using (answer)
            {
                await answer.AssertProblem(HttpStatusCode.Unauthorized, "unauthenticated");
            }
        }
    }
}
