using System.Net;
using Billing.Contracts.V1;

namespace Billing.Api.Tests;

/// <summary>Subscriptions that end, wholly or in part, now or later, and those that do not after all.</summary>
public sealed class CancellationTests(BillingService billing)
{
    [Fact]
    public async Task Cancel_Now_GivesTheDaysLeftBackAndOwesWholesaleInFull()
    {
        var (sale, subscription) = await Changing.SoldAndBilledAsync(billing);
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(10));

        var request = await sale.CancelAsync(subscription.Id, new { effective = "now", reason = "Closing down." });
        Assert.Equal(("cancel", 1, 0), (request.Change, request.Before!.Quantity, request.After.Quantity));
        await sale.ApproveAsync(request);

        Assert.Equal("cancelled", (await sale.ReadAsync(subscription.Id)).Status);
        var retail = Assert.Single(await sale.Buyer.List<InvoiceAnswer>("invoices"));
        Assert.Equal((MoneyAnswer.Dollars("20.00"), MoneyAnswer.Dollars(Changing.Rest(subscription, 10, 20))), (retail.AmountDue, retail.AmountPaid));
        Assert.Equal(MoneyAnswer.Dollars("0.00"), Assert.Single(await sale.Operator.List<InvoiceAnswer>("invoices")).AmountPaid);
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(65));
        Assert.Single(await sale.Buyer.LinesAsync(sale.ContosoConnection));
        Assert.Single(await sale.Operator.LinesAsync(sale.NorthwindConnection));
        await sale.Seller.Post($"subscriptions/{subscription.Id}/cancellation-requests", new { effective = "now" }).AssertProblem(HttpStatusCode.Conflict, "subscription_cancelled");
    }

    [Fact]
    [Trait("Checklist", "X15")]
    public async Task Cancel_AtPeriodEndThenUndone_RunsOnAsIfNothingHadBeen()
    {
        var (sale, subscription) = await Changing.SoldAndBilledAsync(billing);
        var end = DateOnly.FromDateTime(subscription.BoughtAt.UtcDateTime).AddMonths(1);
        await sale.ApproveAsync(await sale.CancelAsync(subscription.Id, new { }));
        var pending = await sale.ReadAsync(subscription.Id);
        Assert.Equal(("pendingCancellation", end, 0), (pending.Status, pending.ScheduledOn, pending.ScheduledQuantity));

        await sale.Seller.Post($"subscriptions/{subscription.Id}/cancellation-requests", new { }).AssertProblem(HttpStatusCode.Conflict, "change_already_scheduled");
        await sale.Seller.Post($"subscriptions/{subscription.Id}/change-requests", new { quantity = 2 }).AssertProblem(HttpStatusCode.Conflict, "change_already_scheduled");
        var undo = await (await sale.Seller.Post($"subscriptions/{subscription.Id}/undo-requests", new { reason = "They stay." })).Read<ChangeRequestAnswer>(HttpStatusCode.Created);
        await sale.ApproveAsync(undo);

        Assert.Equal(("active", null, null), await StandingAsync(sale, subscription.Id));
        await sale.Seller.Post($"subscriptions/{subscription.Id}/undo-requests").AssertProblem(HttpStatusCode.Conflict, "nothing_to_undo");
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(35));
        Assert.Equal("active", (await sale.ReadAsync(subscription.Id)).Status);
        Assert.Equal(["20.00", "20.00"], (await sale.Buyer.LinesAsync(sale.ContosoConnection)).Select(line => line.Amount.Amount));
        Assert.Equal(["10.00", "10.00"], (await sale.Operator.LinesAsync(sale.NorthwindConnection)).Select(line => line.Amount.Amount));
    }

    [Fact]
    public async Task Cancel_AtPeriodEnd_EndsThatDayEvenIfSuspendedAndChargesNothingMore()
    {
        var (sale, subscription) = await Changing.SoldAndBilledAsync(billing);
        await using var changes = await billing.Service.ListenAsync<SubscriptionChanged>();
        await sale.ApproveAsync(await sale.CancelAsync(subscription.Id, new { }));
        var told = (await changes.WaitAsync(fact => fact.Subscription.Id == subscription.Id)).Subscription;
        Assert.Equal(("pendingCancellation", 0), (told.Status, told.ScheduledQuantity));
        (await sale.Seller.Post($"subscriptions/{subscription.Id}/suspend")).EnsureSuccessStatusCode();

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(70));

        Assert.Equal(("cancelled", null, null), await StandingAsync(sale, subscription.Id));
        Assert.Single(await sale.Buyer.LinesAsync(sale.ContosoConnection));
        Assert.Single(await sale.Operator.LinesAsync(sale.NorthwindConnection));
    }

    [Fact]
    public async Task Cancel_OnADateInALaterPeriod_ChargesThatPeriodByTheDayAndWholesaleInFull()
    {
        var (sale, subscription) = await Changing.SoldAndBilledAsync(billing);
        var start = DateOnly.FromDateTime(subscription.BoughtAt.UtcDateTime).AddMonths(1);
        await sale.ApproveAsync(await sale.CancelAsync(subscription.Id, new { effective = "date", effectiveOn = start.AddDays(10) }));

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(100));

        Assert.Equal("cancelled", (await sale.ReadAsync(subscription.Id)).Status);
        var lines = await sale.Buyer.LinesAsync(sale.ContosoConnection);
        Assert.Equal([start, start.AddDays(10)], [lines[1].PeriodStart, lines[1].PeriodEnd]);
        Assert.Equal(2, lines.Count);
        Assert.Equal(["10.00", "10.00"], (await sale.Operator.LinesAsync(sale.NorthwindConnection)).Select(line => line.Amount.Amount));
    }

    [Fact]
    public async Task Cancel_SomeUnitsAtPeriodEnd_LeavesTheRestWithoutChangingTheStatus()
    {
        var (sale, subscription) = await Changing.SoldAndBilledAsync(billing, quantity: 5);
        var path = $"subscriptions/{subscription.Id}/cancellation-requests";
        await sale.Seller.Post(path, new { quantity = 6 }).AssertProblem(HttpStatusCode.BadRequest, "quantity_out_of_range", "quantity");

        await sale.ApproveAsync(await sale.CancelAsync(subscription.Id, new { quantity = 2 }));
        var scheduled = await sale.ReadAsync(subscription.Id);
        Assert.Equal(("active", 5, 3), (scheduled.Status, scheduled.Quantity, scheduled.ScheduledQuantity));
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(35));

        var left = await sale.ReadAsync(subscription.Id);
        Assert.Equal(("active", 3, null), (left.Status, left.Quantity, left.ScheduledOn));
        Assert.Equal(["100.00", "60.00"], (await sale.Buyer.LinesAsync(sale.ContosoConnection)).Select(line => line.Amount.Amount));
        Assert.Equal(["50.00", "30.00"], (await sale.Operator.LinesAsync(sale.NorthwindConnection)).Select(line => line.Amount.Amount));
    }

    [Fact]
    public async Task Cancel_InTheTrial_EndsWithoutAnyCharge()
    {
        var sale = await Sale.OpenAsync(billing);
        var subscription = await sale.SellAsync();
        await sale.Seller.Post($"subscriptions/{subscription.Id}/cancellation-requests", new { }).AssertProblem(HttpStatusCode.Conflict, "no_period_yet");
        await sale.ApproveAsync(await sale.CancelAsync(subscription.Id, new { effective = "now" }));

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(60));

        Assert.Equal("cancelled", (await sale.ReadAsync(subscription.Id)).Status);
        Assert.Empty(await sale.Seller.List<InvoiceAnswer>("invoices"));
    }

    [Fact]
    public async Task Cancel_PutDownInTheTrial_EndsTheTrialsEndUndamaged()
    {
        var sale = await Sale.OpenAsync(billing);
        var subscription = await sale.SellAsync();
        await sale.UseAsync(subscription.Id);
        var on = DateOnly.FromDateTime(subscription.BoughtAt.UtcDateTime).AddDays(40);
        await sale.ApproveAsync(await sale.CancelAsync(subscription.Id, new { effective = "date", effectiveOn = on }));

        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(20));
        Assert.Equal("pendingCancellation", (await sale.ReadAsync(subscription.Id)).Status);
        var undo = await (await sale.Seller.Post($"subscriptions/{subscription.Id}/undo-requests")).Read<ChangeRequestAnswer>(HttpStatusCode.Created);
        await sale.ApproveAsync(undo);

        Assert.Equal("active", (await sale.ReadAsync(subscription.Id)).Status);
    }

    [Fact]
    [Trait("Checklist", "B5")]
    public async Task AddOn_OfAMain_JoinsItsPeriodsAndEndsWithIt()
    {
        var (sale, main) = await Changing.SoldAndBilledAsync(billing);
        var extra = await sale.ProductAsync("Extra", kind: "addOn");
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(10));

        var proposed = await (await sale.Seller.Post("requests", sale.Proposal("31.00", productId: extra))).Read<ChangeRequestAnswer>(HttpStatusCode.Created);
        Assert.Equal(("addOn", "create", main.Id), (proposed.Type, proposed.Change, proposed.MainSubscriptionId));
        var addOn = (await sale.ApproveAsync(proposed)).SubscriptionId!.Value;
        await sale.Channel.AdvanceAsync(TimeSpan.FromHours(1));
        var first = (await sale.Buyer.LinesAsync(sale.ContosoConnection))[^1];
        Assert.Equal(
            (Changing.Rest(main, 10, 31), DateOnly.FromDateTime(main.BoughtAt.UtcDateTime).AddMonths(1), "Extra"), (first.Amount.Amount, first.PeriodEnd, first.ProductName));

        await sale.ApproveAsync(await sale.CancelAsync(main.Id, new { }));
        await sale.Channel.AdvanceAsync(TimeSpan.FromDays(60));

        Assert.Equal(("cancelled", "cancelled"), ((await sale.ReadAsync(main.Id)).Status, (await sale.ReadAsync(addOn)).Status));
        Assert.Equal(2, (await sale.Buyer.LinesAsync(sale.ContosoConnection)).Count);
        Assert.Equal(2, (await sale.Operator.LinesAsync(sale.NorthwindConnection)).Count);
    }

    [Fact]
    public async Task AddOn_WithoutAFittingMain_IsRefused()
    {
        var sale = await Sale.OpenAsync(billing, trialDays: 0);
        var extra = await sale.ProductAsync("Extra", kind: "addOn");
        await sale.Seller.Post("requests", sale.Proposal(productId: extra)).AssertProblem(HttpStatusCode.BadRequest, "main_subscription_required", "mainSubscriptionId");
        var main = await sale.SellAsync();
        (await sale.Seller.Post($"subscriptions/{main.Id}/suspend")).EnsureSuccessStatusCode();

        await sale.Seller.Post("requests", sale.Proposal(productId: extra)).AssertProblem(HttpStatusCode.Conflict, "main_subscription_not_active");
    }

    private static async Task<(string Status, DateOnly? On, int? Left)> StandingAsync(Sale sale, Guid id)
    {
        var subscription = await sale.ReadAsync(id);
        return (subscription.Status, subscription.ScheduledOn, subscription.ScheduledQuantity);
    }
}
