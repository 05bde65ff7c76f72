namespace Billing.Api.Tests;

[Trait("Checklist", "B1")]
[Trait("Checklist", "B2")]
[Trait("Checklist", "B3")]
public sealed class PlanTests(BillingService billing)
{
    [Fact]
    public async Task Read_BeforeAnything_SaysSo()
    {
        var sale = await Sale.OpenAsync(billing);

        var plan = await sale.Buyer.Get<PlanAnswer>($"connections/{sale.ContosoConnection}/plan");

        Assert.Equal((null, null, null, "notActivated", true), (plan.Plan, plan.Fees, plan.ApprovalStatus, plan.ActivationStatus, plan.GoodStanding));
    }

    [Fact]
    public async Task Read_WhilePending_ShowsTheApprovalIsOpen()
    {
        var sale = await Sale.OpenAsync(billing);
        await sale.ProposeAsync();

        var plan = await sale.Buyer.Get<PlanAnswer>($"connections/{sale.ContosoConnection}/plan");

        Assert.Equal((null, "pending", "notActivated"), (plan.Plan, plan.ApprovalStatus, plan.ActivationStatus));
    }

    [Fact]
    public async Task Read_WithAPlanAndMore_ShowsNameTermsFeesAndStates()
    {
        var sale = await Sale.OpenAsync(billing);
        var main = await sale.SellAsync("20.00", quantity: 2);
        await sale.SellAsync("5.00");

        var plan = await sale.Seller.Get<PlanAnswer>($"connections/{sale.ContosoConnection}/plan");

        Assert.Equal(
            new PlanSubscriptionAnswer("Call recording", "Every call, kept.", main.BoughtAt, "month", "month", 2, MoneyAnswer.Dollars("20.00")),
            plan.Plan);
        Assert.Equal(MoneyAnswer.Dollars("5.00"), Assert.Single(plan.OtherPlans).UnitPrice);
        Assert.Empty(plan.AddOns);
        Assert.Equal(new FeesAnswer(MoneyAnswer.Dollars("45.00"), null, null), plan.Fees);
        Assert.Equal((null, "activated", "trial"), (plan.PaymentMethod, plan.ApprovalStatus, plan.ActivationStatus));
    }

    [Fact]
    public async Task Read_OfThePartnersOwnConnection_ShowsItsWholesaleAndNoRetail()
    {
        var sale = await Sale.OpenAsync(billing);
        await sale.SellAsync();

        var plan = await sale.Operator.Get<PlanAnswer>($"connections/{sale.NorthwindConnection}/plan");

        Assert.Equal(MoneyAnswer.Dollars("10.00"), plan.Fees!.Monthly);
        Assert.Null(plan.Plan);
    }
}
