using Storefront.Contracts.V1;

namespace Billing.Api.Tests;

/// <summary>An order's events come late, repeated and in any order, and end in the same state.</summary>
[Trait("Checklist", "X22")]
public sealed class OrderDeliveryTests(BillingService billing)
{
    public static TheoryData<string> Orders => ["SAP", "SPA", "ASP", "APS", "PSA", "PAS", "SSAAPP", "PPASAS"];

    public static TheoryData<string> CanceledOrders => ["SAC", "SCA", "ASC", "ACS", "CSA", "CAS", "C", "SC", "AC", "CCSSAA"];

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Deliver_InAnyOrder_ChargesOnce(string events)
    {
        var (sale, subscription, order) = await OrderedAsync();

        await TellAsync(sale, order, events);

        Assert.Equal(4, (await sale.ReadAsync(subscription)).Quantity);
        Assert.Equal(2, (await sale.Buyer.List<OrderedSubscriptionAnswer>("subscriptions")).Count);
        Assert.Equal(1, await CountAsync(order, "status = 'Accepted' AND heard_version = 3"));
        Assert.Equal(2, await billing.Service.CountAsync($"SELECT count(*) FROM requests WHERE order_id = '{order.Id}' AND status = 'Activated'"));
        var charged = (await sale.Buyer.LinesAsync(sale.ContosoConnection)).Skip(1).Where(line => line.Kind != "proration").ToList();
        Assert.Equal("20.00", Assert.Single(charged).Amount.Amount);
    }

    [Theory]
    [MemberData(nameof(CanceledOrders))]
    public async Task Deliver_WhatWasCanceledInAnyOrder_KeepsAndChangesNothing(string events)
    {
        var (sale, subscription, order) = await OrderedAsync();

        await TellAsync(sale, order, events);

        Assert.Equal(1, await CountAsync(order, "status = 'Canceled'"));
        Assert.Equal(0, await billing.Service.CountAsync($"SELECT count(*) FROM requests WHERE order_id = '{order.Id}' AND status <> 'Withdrawn'"));
        Assert.Single(await sale.Buyer.LinesAsync(sale.ContosoConnection));
        await sale.ApproveAsync(await sale.ProposeAsync(subscription, new { quantity = 7 }));
    }

    [Fact]
    public async Task Cancel_WhileItsOtherEventsArrive_EndsCanceledOrCharged()
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var (sale, subscription, order) = await OrderedAsync();

            await Task.WhenAll(sale.SubmitAsync(order), sale.ApproveAsync(order), sale.CancelAsync(order));

            Assert.Equal(1, await CountAsync(order, "status = 'Canceled'"));
            Assert.Equal(0, await billing.Service.CountAsync($"SELECT count(*) FROM requests WHERE order_id = '{order.Id}' AND status <> 'Withdrawn'"));
            Assert.Equal(1, (await sale.ReadAsync(subscription)).Quantity);
        }
    }

    [Fact]
    public async Task Deliver_TwoOrdersForOneSubscriptionAtOnce_TakesOne()
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var (sale, subscription, first) = await OrderedAsync();
            var second = first with { Id = Guid.CreateVersion7(), Number = "S-18", Lines = [first.Lines[0] with { Id = Guid.CreateVersion7() }] };

            await Task.WhenAll(sale.ApproveAsync(first), sale.ApproveAsync(second));
            await Task.WhenAll(sale.ProvisionAsync(first.Delivered()), sale.ProvisionAsync(second.Delivered()));

            Assert.Equal(4, (await sale.ReadAsync(subscription)).Quantity);
            Assert.Equal(1, await CountAsync(first, "status = 'Accepted'") + await CountAsync(second, "status = 'Accepted'"));
            Assert.Equal(1, await CountAsync(first, "status = 'Refused'") + await CountAsync(second, "status = 'Refused'"));
        }
    }

    private async Task<(Sale Sale, Guid SubscriptionId, Order Order)> OrderedAsync()
    {
        var sale = await Sale.OpenAsync(billing, trialDays: 0);
        var subscription = (await sale.ExecuteAsync(billing, sale.Order(Ordering.Buy(sale.ProductId)))).Lines[0].SubscriptionId!.Value;
        return (sale, subscription, sale.Order(Ordering.Change("increase", sale.ProductId, subscription, 3), Ordering.Buy(sale.ProductId)));
    }

    private static async Task TellAsync(Sale sale, Order order, string events)
    {
        foreach (var told in events)
        {
            await (told switch
            {
                'S' => sale.SubmitAsync(order),
                'A' => sale.ApproveAsync(order),
                'P' => sale.ProvisionAsync(order.Delivered()),
                _ => sale.CancelAsync(order),
            });
        }
    }

    private Task<long> CountAsync(Order order, string where) => billing.Service.CountAsync($"SELECT count(*) FROM orders WHERE id = '{order.Id}' AND {where}");
}
