using System.Net;
using Orgs.Contracts.V1;
using ServiceDefaults.Security;
using Storefront.Domain;
using Testing;

namespace Storefront.Api.Tests;

/// <summary>What people do with an order, who may, and what two at once are told.</summary>
public sealed class OrderOperationTests(StorefrontService storefront)
{
    private ServiceUnderTest<Program> Service => storefront.Service;

    [Fact]
    [Trait("Checklist", "X22")]
    public async Task Approve_ManyAtOnce_OneWins()
    {
        var book = await OrderBook.OpenAsync(storefront);
        var id = await book.PlaceAsync(book.Line());

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => OrderBook.PostAsync(book.Seller, $"orders/{id}/{(i % 2 == 0 ? "approve" : "reject")}")));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer.StatusCode != HttpStatusCode.OK), answer => Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode));
        Assert.Equal(2, (await book.OrderAsync(id)).History.Count);
    }

    [Fact]
    [Trait("Checklist", "X17")]
    public async Task Approve_SameKeyTwice_AnswersTheSameOnce()
    {
        var book = await OrderBook.OpenAsync(storefront);
        var id = await book.PlaceAsync(book.Line());
        var key = Guid.CreateVersion7().ToString();

        using var first = await OrderBook.PostAsync(book.Seller, $"orders/{id}/approve", key: key);
        using var second = await OrderBook.PostAsync(book.Seller, $"orders/{id}/approve", key: key);
        using var other = await OrderBook.PostAsync(book.Seller, $"orders/{id}/approve", new { reason = "Another." }, key: key);

        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Equal(2, (await book.EventsAsync(id)).Count);
    }

    [Fact]
    public async Task Approve_ByWhoBelongsToTheBuyer_IsRefused()
    {
        var book = await OrderBook.OpenAsync(storefront);
        var id = await book.PlaceAsync(book.Line());
        var both = book.Market.Seller();
        await Service.TellAsync(
            new MemberJoined(new Member(both.PersonId, book.Market.BuyerId, "Kim", "admin", true, "active")), book.Market.Envelope(Guid.CreateVersion7(), 1, Market.Start));

        using var approve = await OrderBook.PostAsync(Service.As(both), $"orders/{id}/approve");
        using var reject = await OrderBook.PostAsync(Service.As(both), $"orders/{id}/reject");

        await approve.AssertProblem(HttpStatusCode.Forbidden, "decider_belongs_to_proposer");
        await reject.AssertProblem(HttpStatusCode.Forbidden, "decider_belongs_to_proposer");
    }

    [Fact]
    public async Task RejectAndWithdraw_WithReason_EndTheOrder()
    {
        var book = await OrderBook.OpenAsync(storefront);
        var rejected = await book.PlaceAsync(book.Line());
        var withdrawn = await book.PlaceAsync(book.Line());

        var no = await OrderBook.DoAsync(book.Seller, $"orders/{rejected}/reject", new { reason = "Sold out." });
        var back = await OrderBook.DoAsync(book.Buyer, $"orders/{withdrawn}/withdraw");

        Assert.Equal(("canceled", "rejected", "Sold out."), (no.Status, no.Order.CancelCode, no.CancelReason));
        Assert.Equal(("canceled", "withdrawn", "canceled"), (back.Status, back.Order.CancelCode, back.DeliveryStatus));
        using var late = await OrderBook.PostAsync(book.Buyer, $"orders/{rejected}/withdraw");
        await late.AssertProblem(HttpStatusCode.Conflict, "order_withdraw_not_allowed");
    }

    [Fact]
    public async Task Cancel_SomethingDelivered_KeepsThatAndExecutes()
    {
        var book = await OrderBook.OpenAsync(storefront, approval: false);
        var id = await book.PlaceAsync(book.Line(), book.Line(manual: true));
        await book.AcceptAsync(id);
        await book.ActivateAsync(id, 2);

        var canceled = await OrderBook.DoAsync(book.Seller, $"orders/{id}/cancel", new { reason = "No technician." });

        Assert.Equal("executed", canceled.Status);
        Assert.Equal([("active", null), ("canceled", "canceled_by_seller")], canceled.Lines.Select(line => (line.Delivery, line.Code)));
        Assert.Equal(["order-provisioned", "order-executed"], (await book.EventsAsync(id)).TakeLast(2).Select(told => told.Split(' ')[1]));
    }

    [Fact]
    public async Task Complete_BeforeBillingAnswered_IsRefused()
    {
        var book = await OrderBook.OpenAsync(storefront, approval: false);
        var id = await book.PlaceAsync(book.Line(manual: true));
        var line = (await book.OrderAsync(id)).Lines[0].Id;

        using var early = await OrderBook.PostAsync(book.Seller, $"orders/{id}/lines/{line}/complete");
        using var unknown = await OrderBook.PostAsync(book.Seller, $"orders/{id}/lines/{Guid.CreateVersion7()}/complete");

        await early.AssertProblem(HttpStatusCode.Conflict, "order_not_accepted");
        await unknown.AssertProblem(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task EveryMove_WrongSideVersionOrConnection_IsRefused()
    {
        var book = await OrderBook.OpenAsync(storefront);
        var id = await book.PlaceAsync(book.Line());

        foreach (var action in (string[])["approve", "reject", "cancel"])
        {
            using var byBuyer = await OrderBook.PostAsync(Service.As(book.Market.Buyer(Role.SuperAdmin)), $"orders/{id}/{action}");
            await byBuyer.AssertProblem(HttpStatusCode.Forbidden, "only_seller_decides");
        }

        using var bySeller = await OrderBook.PostAsync(Service.As(book.Market.Seller(Role.SuperAdmin)), $"orders/{id}/withdraw");
        await bySeller.AssertProblem(HttpStatusCode.Forbidden, "only_buyer_withdraws");
        using var stale = await OrderBook.PostAsync(book.Seller, $"orders/{id}/approve", ifMatch: "\"7\"");
        await stale.AssertProblem(HttpStatusCode.PreconditionFailed, "version_mismatch");
        using var viewer = await OrderBook.PostAsync(Service.As(book.Market.Seller(Role.Viewer)), $"orders/{id}/approve");
        await viewer.AssertProblem(HttpStatusCode.Forbidden, "role_not_permitted");

        await book.Market.ConnectionAsync("suspended", 2);
        using var suspended = await OrderBook.PostAsync(book.Seller, $"orders/{id}/approve");
        await suspended.AssertProblem(HttpStatusCode.Conflict, "connection_not_active");
        await book.Market.ConnectionAsync("ended", 3);
        using var ended = await OrderBook.PostAsync(book.Seller, $"orders/{id}/reject");
        await ended.AssertProblem(HttpStatusCode.Conflict, "connection_ended");
        Assert.Equal("pendingApproval", (await book.OrderAsync(id)).Status);
    }

    [Fact]
    [Trait("Checklist", "X20")]
    public async Task Order_OfASuspendedCustomer_IsNeitherPlacedNorApproved()
    {
        var book = await OrderBook.OpenAsync(storefront, consent: true);
        var market = book.Market;
        var subscription = await market.BuyAsync(Market.Start);
        var pending = await book.PlaceAsync(book.Line());
        await market.OrganizationAsync(market.BuyerId, "Contoso", plan: null, alias: null, market.SellerId, version: 2, status: "suspended", kind: "customer");

        using var approved = await OrderBook.PostAsync(book.Seller, $"orders/{pending}/approve");
        await approved.AssertProblem(HttpStatusCode.Conflict, "buyer_suspended");
        var bySeller = await book.TryPlaceAsync(new NewOrder(market.ConnectionId, BoughtBy.Seller, [book.Line()]), market.Seller());
        Assert.Equal("buyer_suspended", bySeller.Refusal?.Code);
        var actions = await OrderBook.ReadAsync<ActionsAnswer>(book.Buyer, $"subscriptions/{subscription}/actions");
        Assert.All(actions.Actions, offer => Assert.Equal("buyer_suspended", offer.Code));

        await market.OrganizationAsync(market.BuyerId, "Contoso", plan: null, alias: null, market.SellerId, version: 3, kind: "customer");
        Assert.Equal("inProgress", (await OrderBook.DoAsync(book.Seller, $"orders/{pending}/approve")).Status);
    }

    [Theory]
    [InlineData("sibling")]
    [InlineData("other realm")]
    [Trait("Checklist", "X18")]
    public async Task EveryRoute_AnybodyElse_FindsNothing(string who)
    {
        var book = await OrderBook.OpenAsync(storefront);
        var id = await book.PlaceAsync(book.Line());
        var stranger = Service.As(who == "sibling"
            ? book.Market.Caller(Guid.CreateVersion7(), OrganizationKind.Partner, Role.SuperAdmin)
            : book.Market.Seller(Role.SuperAdmin) with { RealmId = Guid.CreateVersion7() });

        foreach (var action in (string[])["approve", "reject", "withdraw", "cancel", $"lines/{Guid.CreateVersion7()}/complete"])
        {
            using var response = await OrderBook.PostAsync(stranger, $"orders/{id}/{action}");
            await response.AssertProblem(HttpStatusCode.NotFound, "not_found");
        }

        using var settings = await OrderBook.PutAsync(stranger, $"connections/{book.Market.ConnectionId}/order-approval", new { required = false });
        await settings.AssertProblem(HttpStatusCode.NotFound, "not_found");
        Assert.Empty((await OrderBook.ReadAsync<PageAnswer<OrderAnswerView>>(stranger, "orders")).Items);
        Assert.Equal("pendingApproval", (await book.OrderAsync(id)).Status);
    }

    [Fact]
    [Trait("Checklist", "X19")]
    public async Task EveryMove_OfAPerson_IsAudited()
    {
        var book = await OrderBook.OpenAsync(storefront);
        var id = await book.PlaceAsync(book.Line());
        await OrderBook.DoAsync(book.Seller, $"orders/{id}/approve", new { reason = "Welcome." });

        var audit = await OrderBook.ReadAsync<PageAnswer<System.Text.Json.JsonElement>>(book.Seller, $"audit?subjectId={id}");

        var entry = Assert.Single(audit.Items);
        Assert.Equal(("approve-order", "Welcome."), (entry.GetProperty("action").GetString(), entry.GetProperty("reason").GetString()));
        Assert.Equal("pendingApproval", entry.GetProperty("before").GetProperty("status").GetString());
        Assert.Equal("inProgress", entry.GetProperty("after").GetProperty("status").GetString());
    }
}
