using Billing.Api.Connections;
using Billing.Api.Payments;
using Billing.Api.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Primitives;
using ServiceDefaults.Security;

namespace Billing.Api.Tests;

/// <summary>Credit of one connection moves wherever an invoice of it is issued, paid or corrected: in requests, orders and the bill run, side by side.</summary>
public sealed class CreditBalanceTests(BillingService billing)
{
    private const int AtOnce = 8;
    private const int Times = 100;

    [Fact]
    [Trait("Checklist", "B8")]
    public async Task TakeAndAdd_ManyAtOnce_NoUnitIsLostAndNoneIsTakenTwice()
    {
        var sale = await Sale.OpenAsync(billing);
        var (given, most) = (Money.Parse("5.00", "USD"), Money.Parse("8.00", "USD"));

        var taken = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
        {
            var sum = Money.Zero(given.Currency);
            for (var i = 0; i < Times; i++)
            {
                await OnAsync(sale, async (balances, edge) => await balances.Add(edge, edge.Id, given, CancellationToken.None));
                await OnAsync(sale, async (balances, edge) => sum += await balances.Take(edge.Id, most, CancellationToken.None));
            }

            return sum;
        }));

        var left = Money.Zero(given.Currency);
        await OnAsync(sale, async (balances, edge) => left = await balances.Take(edge.Id, given * AtOnce * Times, CancellationToken.None));
        Assert.Equal(given * AtOnce * Times, taken.Aggregate(left, (sum, part) => sum + part));
    }

    /// <summary>In a transaction of its own.</summary>
    private async Task OnAsync(Sale sale, Func<CreditBalances, Connection, Task> act)
    {
        await using var services = billing.Service.Services.CreateAsyncScope();
        services.ServiceProvider.GetRequiredService<Scope>().EnterRealm(sale.Channel.RealmId);
        var db = services.ServiceProvider.GetRequiredService<BillingDb>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var edge = await db.Connections.AsNoTracking().SingleAsync(row => row.Id == sale.ContosoConnection);
        await act(new CreditBalances(db), edge);
        await transaction.CommitAsync();
    }
}
