using System.Globalization;
using Storefront.Contracts.V1;

namespace Billing.Api.Tests;

/// <summary>Whatever is ordered in whichever sequence, a subscription costs what each of its days costs.</summary>
public sealed class OrderMoneyTests(BillingService billing)
{
    private const decimal Price = 33.33m;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Orders_BoughtIncreasedDecreasedUndoneAndCancelled_AddUpToTheDays(int seed)
    {
        var random = new Random(seed);
        var sale = await Sale.OpenAsync(billing, trialDays: 0);
        var product = await sale.ProductAsync("Seat", "33.33", "11.11");
        var quantity = random.Next(2, 9);
        var began = DateOnly.FromDateTime(sale.Channel.Now.UtcDateTime);
        var subscription = await OrderAsync(Ordering.Buy(product, quantity, "33.33"));
        var (day, expected, since) = (0, 0m, 0);
        var isScheduled = false;
        for (var step = 0; step < 6; step++)
        {
            var days = random.Next(0, 5);
            day += days;
            await sale.Channel.AdvanceAsync(TimeSpan.FromDays(days));
            if (isScheduled)
            {
                await OrderAsync(Ordering.Change("undo", product, subscription, 0));
                isScheduled = false;
                continue;
            }

            var units = random.Next(1, 4);
            switch (random.Next(3))
            {
                case 0:
                    Take(quantity + units);
                    await OrderAsync(Ordering.Change("increase", product, subscription, units, "33.33"));
                    break;
                case 1 when units < quantity:
                    Take(quantity - units);
                    await OrderAsync(Ordering.Change("decrease", product, subscription, units));
                    break;
                default:
                    await OrderAsync(Ordering.Change("cancel", product, subscription, quantity, effective: "periodEnd"));
                    isScheduled = true;
                    break;
            }
        }

        Take(0);
        await OrderAsync(Ordering.Change("cancel", product, subscription, quantity));

        var charged = (await sale.Buyer.ChargedAsync(sale.ContosoConnection)).Sum(line => decimal.Parse(line.Net.Amount, CultureInfo.InvariantCulture));
        Assert.Equal(expected, charged);
        Assert.Equal("cancelled", (await sale.ReadAsync(subscription)).Status);

        void Take(int next)
        {
            expected += Until(day) - Until(since);
            (since, quantity) = (day, next == 0 ? quantity : next);
        }

        decimal Until(int days) => Math.Round(quantity * Price * days / (began.AddMonths(1).DayNumber - began.DayNumber), 2, MidpointRounding.ToEven);

        async Task<Guid> OrderAsync(OrderLine line)
        {
            var answer = Assert.Single((await sale.ExecuteAsync(billing, sale.Order(line))).Lines);
            Assert.Equal(("active", null), (answer.Status, answer.Code));
            return answer.SubscriptionId!.Value;
        }
    }
}
