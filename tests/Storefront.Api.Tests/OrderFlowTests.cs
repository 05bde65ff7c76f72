using Billing.Contracts.V1;
using Storefront.Domain;

namespace Storefront.Api.Tests;

/// <summary>The exchange with Billing and Orgs, in order, late, twice and out of order.</summary>
public sealed class OrderFlowTests(StorefrontService storefront)
{
    [Fact]
    [Trait("Checklist", "S3")]
    public async Task Order_ApprovedAutomaticAndManual_EndsExecutedWithItsHistory()
    {
        var book = await OrderBook.OpenAsync(storefront);
        var id = await book.PlaceAsync(book.Line(), book.Line(manual: true));
        Assert.Equal("pendingApproval", (await book.OrderAsync(id)).Status);

        await OrderBook.DoAsync(book.Seller, $"orders/{id}/approve", new { reason = "Welcome." });
        await book.AcceptAsync(id);
        var accepted = await book.OrderAsync(id);
        Assert.Equal(("inProgress", "partlyDelivered"), (accepted.Status, accepted.DeliveryStatus));
        Assert.Equal(["delivered", "waiting"], accepted.Deliveries);

        await book.ActivateAsync(id, 2);
        var completed = await OrderBook.DoAsync(book.Seller, $"orders/{id}/lines/{accepted.Lines[1].Id}/complete", new { note = "Installed." });
        Assert.Equal(("inProgress", "delivered", "Installed."), (completed.Status, completed.DeliveryStatus, completed.Lines[1].DeliveryNote));
        await book.ActivateAsync(id, 3);

        var executed = await book.OrderAsync(id);
        Assert.Equal("executed", executed.Status);
        Assert.Equal(
            ["submitted", "approved", "accepted", "lineDelivered", "lineActivated", "lineDelivered", "lineActivated", "executed"], executed.Steps);
        Assert.Equal(
            ["1 order-submitted", "2 order-approved", "3 order-provisioned", "5 order-provisioned", "6 order-executed"], await book.EventsAsync(id));
    }

    [Fact]
    public async Task Limits_OfAnOrderThatGoesOn_AreDroppedOneAfterTheOther()
    {
        var book = await OrderBook.OpenAsync(storefront);
        var id = await book.PlaceAsync(book.Line(manual: true));
        Assert.Equal("decision", Assert.Single(await Limits()));

        await OrderBook.DoAsync(book.Seller, $"orders/{id}/approve");
        Assert.Equal("answer", Assert.Single(await Limits()));

        await book.AcceptAsync(id);
        Assert.Empty(await Limits());

        async Task<string[]> Limits()
        {
            string[] left = [];
            foreach (var limit in (string[])["decision", "answer"])
            {
                if (await storefront.Service.CountAsync($"SELECT count(*) FROM platform.due_work WHERE kind = 'expire-order' AND key = '{id} {limit}'") == 1)
                {
                    left = [.. left, limit];
                }
            }

            return left;
        }
    }

    [Fact]
    [Trait("Checklist", "X22")]
    public async Task Order_AtEachStep_SaysForWhomItWaitsAndSinceWhen()
    {
        var book = await OrderBook.OpenAsync(storefront);
        var id = await book.PlaceAsync(book.Line(), book.Line(manual: true));
        var placed = (await book.OrderAsync(id)).Order;
        Assert.Equal(("decision", placed.SubmittedAt), (placed.WaitsFor, placed.WaitsSince));

        await OrderBook.DoAsync(book.Seller, $"orders/{id}/approve");
        var approved = (await book.OrderAsync(id, asBuyer: true)).Order;
        Assert.Equal(("billing", true), (approved.WaitsFor, approved.WaitsSince > placed.WaitsSince));

        // Billing took it and still owes the charge of what was delivered at once: the same wait goes on.
        await book.AcceptAsync(id);
        Assert.Equal(("billing", approved.WaitsSince), await Wait());
        await book.ActivateAsync(id, 2);
        Assert.Equal("delivery", (await Wait()).For);

        var line = (await book.OrderAsync(id)).Lines[1].Id;
        await OrderBook.DoAsync(book.Seller, $"orders/{id}/lines/{line}/complete");
        await book.ActivateAsync(id, 3);
        Assert.Equal((null, null), await Wait());

        async Task<(string? For, DateTimeOffset? Since)> Wait() => ((await book.OrderAsync(id)).Order.WaitsFor, (await book.OrderAsync(id)).Order.WaitsSince);
    }

    [Fact]
    public async Task Order_WithoutApproval_GoesToBillingAtOnce()
    {
        var book = await OrderBook.OpenAsync(storefront, approval: false);
        var id = await book.PlaceAsync(book.Line());
        Assert.Equal(["1 order-submitted", "2 order-approved"], await book.EventsAsync(id));

        await book.AcceptAsync(id);
        await book.ActivateAsync(id, 2);

        Assert.Equal("executed", (await book.OrderAsync(id)).Status);
    }

    [Fact]
    [Trait("Checklist", "X22")]
    public async Task Answers_RepeatedLateAndOutOfOrder_LeaveOneEnd()
    {
        var book = await OrderBook.OpenAsync(storefront, approval: false);
        var id = await book.PlaceAsync(book.Line());
        await book.AcceptAsync(id, version: 1);
        await book.ActivateAsync(id, version: 2);
        var executed = await book.OrderAsync(id);
        var told = await book.EventsAsync(id);

        await book.AcceptAsync(id, version: 1);
        await book.ActivateAsync(id, version: 2);
        await book.RefuseAsync(id, "price_changed", version: 3);
        await book.PlanAsync(id, "alias_taken");

        var after = await book.OrderAsync(id);
        Assert.Equal(("executed", executed.Version), (after.Status, after.Version));
        Assert.Equal(told, await book.EventsAsync(id));
    }

    [Fact]
    [Trait("Checklist", "X22")]
    public async Task Answers_ShuffledRepeatedAndAtOnce_LeaveEveryOrderExecuted()
    {
        var book = await OrderBook.OpenAsync(storefront, approval: false);
        var ids = new List<Guid>();
        for (var i = 0; i < 10; i++)
        {
            ids.Add(await book.PlaceAsync(book.Line(), book.Line()));
        }

        await Task.WhenAll(ids.Select(async (id, index) =>
        {
            var pending = new OrderAccepted(await book.AnswerAsync(id, _ => "pending"));
            var active = new OrderActivated(await book.AnswerAsync(id, _ => "active"));
            Func<Task>[] answers = [.. Enumerable.Repeat(() => book.TellAsync(pending, id, 1), 2), .. Enumerable.Repeat(() => book.TellAsync(active, id, 2), 2)];
            new Random(index).Shuffle(answers);
            await Task.WhenAll(answers.Select(answer => answer()));
        }));

        foreach (var id in ids)
        {
            Assert.Equal("executed", (await book.OrderAsync(id)).Status);
            Assert.Single(await book.EventsAsync(id), told => told.EndsWith("order-executed", StringComparison.Ordinal));
        }
    }

    [Fact]
    [Trait("Checklist", "X22")]
    public async Task Refused_ByBilling_IsCanceledAndLateAcceptanceChangesNothing()
    {
        var book = await OrderBook.OpenAsync(storefront, approval: false);
        var id = await book.PlaceAsync(book.Line());

        await book.RefuseAsync(id, "price_changed", version: 2);
        await book.AcceptAsync(id, version: 1);

        var canceled = await book.OrderAsync(id);
        Assert.Equal(("canceled", "price_changed", "Said Billing."), (canceled.Status, canceled.Order.CancelCode, canceled.CancelReason));
        Assert.Equal(["1 order-submitted", "2 order-approved", "3 order-canceled"], await book.EventsAsync(id));
    }

    [Fact]
    [Trait("Checklist", "X22")]
    public async Task Lines_ThatBillingCannotChargeFor_AreCanceledAndTheOrderEndsByTheOthers()
    {
        var book = await OrderBook.OpenAsync(storefront, approval: false);
        var partly = await book.PlaceAsync(book.Line(), book.Line());
        var nothing = await book.PlaceAsync(book.Line(), book.Line() with { MainLineIndex = 0, IsManual = true });
        await book.AcceptAsync(partly);
        await book.AcceptAsync(nothing);

        await FailFirstAsync(partly, "active");
        await FailFirstAsync(nothing, "pending");

        var executed = await book.OrderAsync(partly);
        Assert.Equal(("executed", null), (executed.Status, executed.Order.CancelCode));
        Assert.Equal([("canceled", "quantity_limit_reached"), ("active", null)], executed.Lines.Select(line => (line.Delivery, line.Code)));
        var canceled = await book.OrderAsync(nothing);
        Assert.Equal(("canceled", "quantity_limit_reached"), (canceled.Status, canceled.Order.CancelCode));
        Assert.Equal([("canceled", "quantity_limit_reached"), ("canceled", "main_line_canceled")], canceled.Lines.Select(line => (line.Delivery, line.Code)));

        async Task FailFirstAsync(Guid id, string other)
        {
            var answer = await book.AnswerAsync(id, _ => other);
            await book.TellAsync(new OrderActivated(answer with { Lines = [answer.Lines[0] with { Status = "failed", SubscriptionId = null, Code = "quantity_limit_reached" }, .. answer.Lines.Skip(1)] }), id, 2);
        }
    }

    /// <summary>Billing need not say why: then it is told what happened.</summary>
    [Theory]
    [InlineData("withdrawn", "billing_withdrew")]
    [InlineData("failed", "not_activated")]
    [Trait("Checklist", "X22")]
    public async Task Lines_ThatBillingGivesUpWithoutAReason_EndTheOrderWithWhatHappened(string told, string code)
    {
        var book = await OrderBook.OpenAsync(storefront, approval: false);
        var id = await book.PlaceAsync(book.Line(), book.Line(manual: true));
        await book.AcceptAsync(id);

        await book.TellAsync(new OrderActivated(await book.AnswerAsync(id, _ => told)), id, 2);

        var canceled = await book.OrderAsync(id);
        Assert.Equal(("canceled", code, null), (canceled.Status, canceled.Order.CancelCode, canceled.Order.WaitsFor));
        Assert.Equal([("canceled", code), ("canceled", code)], canceled.Lines.Select(line => (line.Delivery, line.Code)));
        Assert.Contains(await book.EventsAsync(id), step => step.EndsWith("order-canceled", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Checklist", "X22")]
    public async Task Refused_WhileItWaitsForApproval_IsCanceledAndCannotBeApproved()
    {
        var book = await OrderBook.OpenAsync(storefront);
        var subscription = await book.Market.BuyAsync(Market.Start);
        var id = await book.PlaceAsync(book.Line(action: LineAction.Increase, subscription: subscription));

        await book.RefuseAsync(id, "change_undecided");

        Assert.Equal(("canceled", "change_undecided"), ((await book.OrderAsync(id)).Status, (await book.OrderAsync(id)).Order.CancelCode));
        using var late = await OrderBook.PostAsync(book.Seller, $"orders/{id}/approve");
        await late.AssertProblem(System.Net.HttpStatusCode.Conflict, "order_approve_not_allowed");
        await book.PlaceAsync(book.Line(action: LineAction.Increase, subscription: subscription));
    }

    [Fact]
    public async Task Expire_NobodyDecidesOrAnswers_EachLimitCancels()
    {
        var book = await OrderBook.OpenAsync(storefront);
        var undecided = await book.PlaceAsync(book.Line());
        var unanswered = await book.PlaceAsync(book.Line());
        var accepted = await book.PlaceAsync(book.Line(manual: true));
        await OrderBook.DoAsync(book.Seller, $"orders/{unanswered}/approve");
        await OrderBook.DoAsync(book.Seller, $"orders/{accepted}/approve");
        await book.AcceptAsync(accepted);

        await book.AdvanceAsync(TimeSpan.FromDays(2));
        Assert.Equal("pendingApproval", (await book.OrderAsync(undecided)).Status);
        Assert.Equal("billing_silent", (await book.OrderAsync(unanswered)).Order.CancelCode);

        await book.AdvanceAsync(TimeSpan.FromDays(15));
        Assert.Equal("order_expired", (await book.OrderAsync(undecided)).Order.CancelCode);
        Assert.Equal("inProgress", (await book.OrderAsync(accepted)).Status);

        // Billing's answer that comes after all finds the order canceled, which Billing is told.
        await book.AcceptAsync(unanswered);
        Assert.Equal("canceled", (await book.OrderAsync(unanswered)).Status);
    }

    [Fact]
    [Trait("Checklist", "S18")]
    public async Task ResellerPlan_OrgsChangesIt_Executes()
    {
        var book = await OrderBook.OpenAsync(storefront);
        await book.ResellerAsync();
        var id = await book.PlaceAsync(book.Line(plan: ResellerPlan.Standard));

        await book.AcceptAsync(id);
        await book.PlanAsync(id);
        await book.ActivateAsync(id, 2);

        Assert.Equal("executed", (await book.OrderAsync(id)).Status);
        Assert.Equal(
            ["1 order-submitted", "2 order-approved", "3 reseller-plan-ordered", "4 order-provisioned", "5 order-executed"], await book.EventsAsync(id));
    }

    [Fact]
    [Trait("Checklist", "S21")]
    public async Task ResellerPlan_AliasTaken_IsCanceledWithFreeOnes()
    {
        var book = await OrderBook.OpenAsync(storefront);
        await book.ResellerAsync();
        var id = await book.PlaceAsync(book.Line(plan: ResellerPlan.Free));
        await book.AcceptAsync(id);
        Assert.Equal("planChange", (await book.OrderAsync(id)).Order.WaitsFor);

        using var underway = await OrderBook.PostAsync(book.Seller, $"orders/{id}/cancel");
        await underway.AssertProblem(System.Net.HttpStatusCode.Conflict, "plan_change_underway");
        await book.PlanAsync(id, "alias_taken", "techsolutions-2", "tech-solutions");

        var canceled = await book.OrderAsync(id);
        Assert.Equal(("canceled", "alias_taken"), (canceled.Status, canceled.Order.CancelCode));
        Assert.Equal(["techsolutions-2", "tech-solutions"], canceled.AliasSuggestions);
    }
}
