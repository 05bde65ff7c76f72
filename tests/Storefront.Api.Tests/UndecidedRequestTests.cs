using Billing.Contracts.V1;
using ServiceDefaults.Messaging;
using Testing;

namespace Storefront.Api.Tests;

/// <summary>What stands in the way of another change, as Billing's events tell it.</summary>
[Trait("Checklist", "X15")]
public sealed class UndecidedRequestTests(StorefrontService storefront)
{
    private ServiceUnderTest<Program> Service => storefront.Service;

    [Fact]
    public async Task RequestEvents_DecisionOvertakesSubmission_LeavesNothingUndecided()
    {
        var market = await Market.OpenAsync(storefront, "standard");
        var subscription = await market.BuyAsync(Market.Start);
        var request = Guid.CreateVersion7();

        await TellAsync(new RequestWithdrawn(Request(market, request, subscription, "withdrawn")), market, request, 2);
        await TellAsync(new RequestSubmitted(Request(market, request, subscription, "pending")), market, request, 1);

        Assert.Equal(0, await UndecidedAsync(subscription));
    }

    [Fact]
    public async Task RequestEvents_PendingAndApproved_AreUndecidedUntilInEffect()
    {
        var market = await Market.OpenAsync(storefront, "standard");
        var subscription = await market.BuyAsync(Market.Start);
        var request = Guid.CreateVersion7();

        await TellAsync(new RequestSubmitted(Request(market, request, subscription, "pending")), market, request, 1);
        Assert.Equal(1, await UndecidedAsync(subscription));
        await TellAsync(new RequestApproved(Request(market, request, subscription, "approved")), market, request, 2);
        Assert.Equal(1, await UndecidedAsync(subscription));
        await TellAsync(new RequestActivated(Request(market, request, subscription, "activated")), market, request, 3);
        Assert.Equal(0, await UndecidedAsync(subscription));
    }

    [Fact]
    public async Task RequestEvents_WhatCreates_StandsInNothingsWay()
    {
        var market = await Market.OpenAsync(storefront, "standard");
        var subscription = await market.BuyAsync(Market.Start);
        var request = Guid.CreateVersion7();

        await TellAsync(new RequestApproved(Request(market, request, subscription, "approved") with { Change = "create" }), market, request, 2);

        Assert.Equal(0, await UndecidedAsync(subscription));
    }

    private Task TellAsync<TEvent>(TEvent fact, Market market, Guid request, long version)
        where TEvent : class => Service.TellAsync(fact, market.Envelope(request, version, Market.Start.AddHours(version)));

    private Task<long> UndecidedAsync(Guid subscription) =>
        Service.CountAsync($"SELECT count(*) FROM undecided_request WHERE subscription_id = '{subscription}' AND is_undecided");

    private static Request Request(Market market, Guid id, Guid subscription, string status)
    {
        var state = new RequestedState(market.ProductId, "Mail", 3, new Money("20.00", "USD"), "month", "month");
        return new Request(
            id, Guid.CreateVersion7(), market.SellerId, market.BuyerId, "subscription", status, market.SellerId, state, state with { Quantity = 5 }, null,
            Market.Start, Market.Start.AddDays(14), null, null, subscription, "modify");
    }
}
