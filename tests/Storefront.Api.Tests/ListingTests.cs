using System.Net;
using ServiceDefaults.Security;
using Testing;

namespace Storefront.Api.Tests;

public sealed class ListingTests(StorefrontService storefront)
{
    private ServiceUnderTest<Program> Service => storefront.Service;

    [Theory]
    [InlineData("basic", false)]
    [InlineData("free", false)]
    [InlineData("standard", true)]
    [InlineData("tenant", true)]
    public async Task Create_EachPlan_IsAsTheRightsTableSays(string plan, bool allowed)
    {
        var market = await Market.OpenAsync(storefront, plan);
        var client = Service.As(market.Seller());

        using var response = await client.CreateListing(market.ProductId);

        if (allowed)
        {
            var listing = await response.Read<ListingAnswer>();
            Assert.Equal(("Mail", "draft", 1L), (listing.ProductName!, listing.Status, listing.Version));
        }
        else
        {
            await response.AssertProblem(HttpStatusCode.Forbidden, "plan_does_not_allow");
            Assert.Empty((await client.Listings()).Items);
        }
    }

    [Fact]
    public async Task Create_Customer_HasNoCatalogue()
    {
        var market = await Market.OpenAsync(storefront, "standard");

        using var response = await Service.As(market.Buyer(Role.SuperAdmin)).CreateListing(market.ProductId);

        await response.AssertProblem(HttpStatusCode.Forbidden, "plan_does_not_allow");
    }

    [Fact]
    public async Task Create_ProductOfAnotherResellerOrUnknown_DoesNotExist()
    {
        var market = await Market.OpenAsync(storefront, "standard");
        var theirs = Guid.CreateVersion7();
        await market.ProductAsync(theirs, managedById: Guid.CreateVersion7(), shared: false);
        var own = Guid.CreateVersion7();
        await market.ProductAsync(own, managedById: market.SellerId, shared: false);
        var client = Service.As(market.Seller());

        foreach (var product in (Guid[])[theirs, Guid.CreateVersion7()])
        {
            using var response = await client.CreateListing(product);
            await response.AssertProblem(HttpStatusCode.NotFound, "not_found");
        }

        Assert.Equal(own, (await client.Listed(own)).ProductId);
    }

    [Fact]
    public async Task Create_SameProductManyTimesAtOnce_IsListedOnce()
    {
        var market = await Market.OpenAsync(storefront, "standard");
        var client = Service.As(market.Seller());

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => client.CreateListing(market.ProductId)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        foreach (var answer in answers.Where(answer => answer.StatusCode != HttpStatusCode.Created))
        {
            await answer.AssertProblem(HttpStatusCode.Conflict, "already_listed");
        }

        Assert.Single((await client.Listings()).Items);
    }

    [Fact]
    public async Task Publish_TwiceOrUnpublishADraft_IsRefused()
    {
        var market = await Market.OpenAsync(storefront, "standard");
        var client = Service.As(market.Seller());
        var listing = await client.Listed(market.ProductId);

        using var draft = await client.Do(listing.Id, "unpublish");
        await draft.AssertProblem(HttpStatusCode.Conflict, "listing_unpublish_not_allowed");
        Assert.Equal(("published", 2L), Shape(await client.Done(listing.Id, "publish")));
        using var again = await client.Do(listing.Id, "publish");
        await again.AssertProblem(HttpStatusCode.Conflict, "listing_publish_not_allowed");
        Assert.Equal(("withdrawn", 3L), Shape(await client.Done(listing.Id, "unpublish")));
        Assert.Equal(("published", 4L), Shape(await client.Done(listing.Id, "publish")));

        static (string, long) Shape(ListingAnswer listing) => (listing.Status, listing.Version);
    }

    [Fact]
    public async Task Publish_PlanLapsed_IsRefusedAndUnpublishIsNot()
    {
        var market = await Market.OpenAsync(storefront, "standard");
        var client = Service.As(market.Seller());
        var listing = await client.Listed(market.ProductId);
        await client.Done(listing.Id, "publish");
        await market.PlanAsync("free", 2, Market.Start.AddDays(5));

        Assert.Equal("withdrawn", (await client.Done(listing.Id, "unpublish")).Status);
        using var publish = await client.Do(listing.Id, "publish");
        await publish.AssertProblem(HttpStatusCode.Forbidden, "plan_does_not_allow");
    }

    [Fact]
    public async Task Publish_StaleVersion_IsRefused()
    {
        var market = await Market.OpenAsync(storefront, "standard");
        var client = Service.As(market.Seller());
        var listing = await client.Listed(market.ProductId);
        await client.Done(listing.Id, "publish");

        using var stale = await client.Do(listing.Id, "unpublish", ifMatch: "\"1\"");
        using var current = await client.Do(listing.Id, "unpublish", ifMatch: "\"2\"");

        await stale.AssertProblem(HttpStatusCode.PreconditionFailed, "version_mismatch");
        Assert.Equal("\"3\"", current.Headers.ETag!.ToString());
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Billing)]
    [InlineData(Role.Support)]
    public async Task Write_RolesThatDoNotSell_AreRefused(Role role)
    {
        var market = await Market.OpenAsync(storefront, "standard");
        var listing = await Service.As(market.Seller()).Listed(market.ProductId);
        var client = Service.As(market.Seller(role));

        using var create = await client.CreateListing(market.ProductId);
        using var publish = await client.Do(listing.Id, "publish");

        await create.AssertProblem(HttpStatusCode.Forbidden, "role_not_permitted");
        await publish.AssertProblem(HttpStatusCode.Forbidden, "role_not_permitted");
        Assert.Equal("draft", Assert.Single((await client.Listings()).Items).Status);
    }

    /// <summary>X18 for these routes.</summary>
    [Theory]
    [InlineData("buyer")]
    [InlineData("operator")]
    [InlineData("other realm")]
    public async Task EveryRoute_AnotherOrganisation_FindsNothingAndChangesNothing(string who)
    {
        var market = await Market.OpenAsync(storefront, "standard");
        var seller = Service.As(market.Seller());
        var listing = await seller.Listed(market.ProductId);
        var caller = who switch
        {
            "buyer" => market.Buyer(Role.SuperAdmin),
            "operator" => market.Operator(Role.SuperAdmin),
            _ => market.Seller(Role.SuperAdmin) with { RealmId = Guid.CreateVersion7() },
        };
        var client = Service.As(caller);

        foreach (var action in (string[])["publish", "unpublish"])
        {
            using var response = await client.Do(listing.Id, action);
            await response.AssertProblem(HttpStatusCode.NotFound, "not_found");
        }

        Assert.Empty((await client.Listings()).Items);
        Assert.Equal(("draft", 1L), (Assert.Single((await seller.Listings()).Items).Status, (await seller.Listings()).Items[0].Version));
    }
}
