using OrderedRules = Storefront.Domain.OrderRules;
using BilledRules = Billing.Domain.OrderRules;

namespace Contracts.Tests;

/// <summary>Storefront lets people order, Billing takes what was ordered: what the one lets through the other must not refuse for its size.</summary>
public sealed class OrderLimitTests
{
    [Fact]
    public void Limits_OfAnOrder_AreTheSameOnBothSides()
    {
        Assert.Equal(OrderedRules.MostLines, BilledRules.MostLines);
        Assert.Equal(OrderedRules.MostUnits, Billing.Domain.RequestRules.MostUnits);
        Assert.Equal(OrderedRules.MostYearsAhead, Billing.Domain.ChangeRules.MostYearsAhead);
    }
}
