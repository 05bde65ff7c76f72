using Primitives;

namespace Storefront.Domain.Tests;

public sealed class OrderProgressTests
{
    private static readonly Guid First = new("00000000-0000-0000-0000-000000000001");
    private static readonly Guid Second = new("00000000-0000-0000-0000-000000000002");
    private static readonly Guid Subscription = new("00000000-0000-0000-0000-0000000000aa");

    [Fact]
    public void Begin_NeedsApproval_WaitsForTheSeller()
    {
        var order = OrderProgress.Begin([Line(First)], OrderActor.Buyer, needsApproval: true).Value;

        Assert.Equal(OrderStatus.PendingApproval, order.Status);
        Assert.Equal([OrderNews.Submitted], OrderSteps.News(null, order));
    }

    [Fact]
    public void Begin_NeedsNoApproval_IsApprovedAtOnce()
    {
        var order = InProgress(Line(First));

        Assert.Equal(OrderStatus.InProgress, order.Status);
        Assert.Equal([OrderNews.Submitted, OrderNews.Approved], OrderSteps.News(null, order));
    }

    [Fact]
    [Trait("Checklist", "S3")]
    public void Answer_AllAutomatic_IsDeliveredThenExecuted()
    {
        var order = InProgress(Line(First), Line(Second));

        var accepted = Accept(order);
        var active = Activate(accepted, First, Second);

        Assert.Equal([LineDelivery.Delivered, LineDelivery.Delivered], Deliveries(accepted));
        Assert.Equal([OrderNews.Provisioned], OrderSteps.News(order, accepted));
        Assert.Equal(OrderStatus.Executed, active.Status);
        Assert.Equal([OrderNews.Executed], OrderSteps.News(accepted, active));
    }

    [Fact]
    [Trait("Checklist", "S3")]
    public void Complete_LastManualLine_ExecutesOnceBillingCharges()
    {
        var order = Activate(Accept(InProgress(Line(First), Line(Second, LineProvisioning.Manual))), First);
        Assert.Equal((OrderStatus.InProgress, LineDelivery.Waiting), (order.Status, order.Lines[1].Delivery));

        var completed = OrderProgress.Complete(order, Second).Value;

        Assert.Equal(OrderStatus.InProgress, completed.Status);
        Assert.Equal([OrderNews.Provisioned], OrderSteps.News(order, completed));
        Assert.Equal(OrderStatus.Executed, Activate(completed, Second).Status);
    }

    [Fact]
    public void Complete_WhatCannotBe_SaysWhy()
    {
        var waiting = InProgress(Line(First, LineProvisioning.Manual));
        Assert.Equal(OrderProgress.NotAccepted, OrderProgress.Complete(waiting, First).Refusal);

        var accepted = Accept(InProgress(Line(First, LineProvisioning.Manual), Line(Second)));
        Assert.Equal(OrderProgress.NotManual, OrderProgress.Complete(accepted, Second).Refusal);

        var completed = OrderProgress.Complete(accepted, First).Value;
        Assert.Equal(OrderProgress.NotWaiting, OrderProgress.Complete(completed, First).Refusal);

        var executed = Activate(completed, First, Second);
        Assert.Equal("order_complete_line_not_allowed", OrderProgress.Complete(executed, First).Refusal!.Code);
    }

    [Fact]
    public void Complete_AddOn_FollowsItsMainLine()
    {
        var accepted = Accept(InProgress(Line(First, LineProvisioning.Manual), Line(Second, LineProvisioning.Automatic, First)));
        Assert.Equal([LineDelivery.Waiting, LineDelivery.Waiting], Deliveries(accepted));
        Assert.Equal([LineDelivery.Delivered, LineDelivery.Delivered], Deliveries(OrderProgress.Complete(accepted, First).Value));

        var byHand = Accept(InProgress(Line(First, LineProvisioning.Manual), Line(Second, LineProvisioning.Manual, First)));
        Assert.Equal(OrderProgress.MainLineFirst, OrderProgress.Complete(byHand, Second).Refusal);
    }

    [Fact]
    public void Answer_MainLineFails_TakesItsAddOnWithIt()
    {
        var delivered = OrderProgress.Complete(
            Accept(InProgress(Line(First, LineProvisioning.Manual), Line(Second, LineProvisioning.Manual, First))), First).Value;

        var failed = OrderProgress.Answer(delivered, [new BilledLineState(First, BilledLine.Failed, Code: "price_changed")]);

        Assert.Equal(OrderStatus.Canceled, failed.Status);
        Assert.Equal("price_changed", failed.Ending!.Code);
        Assert.Equal(["price_changed", CancelCodes.MainCanceled], failed.Lines.Select(line => line.Code));
    }

    [Fact]
    public void Cancel_NothingDelivered_IsCanceled()
    {
        var order = Accept(InProgress(Line(First, LineProvisioning.Manual)));

        var canceled = OrderProgress.Cancel(order, "sold out").Value;

        Assert.Equal((OrderStatus.Canceled, new OrderEnding(CancelCodes.BySeller, "sold out")), (canceled.Status, canceled.Ending!));
        Assert.Equal([OrderNews.Canceled], OrderSteps.News(order, canceled));
    }

    [Fact]
    public void Cancel_SomeDelivered_KeepsThatAndCancelsTheRest()
    {
        var delivered = Accept(InProgress(Line(First), Line(Second, LineProvisioning.Manual)));
        var active = Activate(delivered, First);

        var rest = OrderProgress.Cancel(delivered, null).Value;
        Assert.Equal((OrderStatus.InProgress, LineDelivery.Delivered, LineDelivery.Canceled), (rest.Status, rest.Lines[0].Delivery, rest.Lines[1].Delivery));
        Assert.Equal([OrderNews.Provisioned], OrderSteps.News(delivered, rest));
        Assert.Equal(OrderStatus.Executed, Activate(rest, First).Status);

        var executed = OrderProgress.Cancel(active, null).Value;
        Assert.Equal("order_cancel_not_allowed", OrderProgress.Cancel(executed, null).Refusal?.Code);
        Assert.Equal(OrderStatus.Executed, executed.Status);
        Assert.Equal([OrderNews.Provisioned, OrderNews.Executed], OrderSteps.News(active, executed));
    }

    [Fact]
    public void Cancel_EverythingDelivered_IsRefused() =>
        Assert.Equal(OrderProgress.NothingLeftToCancel, OrderProgress.Cancel(Accept(InProgress(Line(First))), null).Refusal);

    [Fact]
    [Trait("Checklist", "S18")]
    public void Plan_Changed_IsDelivered()
    {
        var order = InProgress(Line(First, LineProvisioning.ResellerPlan));
        var asked = Accept(order);
        Assert.Equal([OrderNews.PlanOrdered], OrderSteps.News(order, asked));

        var changed = OrderProgress.PlanChanged(asked);

        Assert.Equal([OrderNews.Provisioned], OrderSteps.News(asked, changed));
        Assert.Equal(OrderStatus.Executed, Activate(changed, First).Status);
    }

    [Fact]
    [Trait("Checklist", "S21")]
    public void Plan_Refused_IsCanceledWithOrgsReason()
    {
        var refused = OrderProgress.PlanRefused(Accept(InProgress(Line(First, LineProvisioning.ResellerPlan))), "alias_taken", "Somebody has it.");

        Assert.Equal((OrderStatus.Canceled, new OrderEnding("alias_taken", "Somebody has it.")), (refused.Status, refused.Ending!));
    }

    /// <summary>The plan may have changed already: only Orgs knows.</summary>
    [Fact]
    public void Cancel_PlanUnderway_IsRefused() =>
        Assert.Equal(OrderProgress.PlanUnderway, OrderProgress.Cancel(Accept(InProgress(Line(First, LineProvisioning.ResellerPlan))), null).Refusal);

    [Fact]
    public void Refuse_BeforeBillingTookIt_CancelsWithItsCode()
    {
        var pending = OrderProgress.Begin([Line(First)], OrderActor.Buyer, needsApproval: true).Value;

        foreach (var order in (OrderState[])[pending, InProgress(Line(First))])
        {
            var refused = OrderProgress.Refuse(order, "change_undecided", null);
            Assert.Equal((OrderStatus.Canceled, "change_undecided"), (refused.Status, refused.Ending!.Code));
        }

        var accepted = Accept(InProgress(Line(First)));
        Assert.Same(accepted, OrderProgress.Refuse(accepted, "price_changed", null));
    }

    [Fact]
    public void Expire_EachLimit_EndsOnlyWhatItIsFor()
    {
        var pending = OrderProgress.Begin([Line(First)], OrderActor.Buyer, needsApproval: true).Value;
        var approved = OrderProgress.Approve(pending).Value;
        var accepted = Accept(approved);

        Assert.Equal(CancelCodes.Expired, OrderProgress.ExpireUndecided(pending).Ending!.Code);
        Assert.Same(approved, OrderProgress.ExpireUndecided(approved));
        Assert.Same(pending, OrderProgress.ExpireUnanswered(pending));
        Assert.Equal(CancelCodes.BillingSilent, OrderProgress.ExpireUnanswered(approved).Ending!.Code);
        Assert.Same(accepted, OrderProgress.ExpireUnanswered(accepted));
    }

    /// <summary>
    /// Whatever people, answers and time do in whatever order: nothing that ended moves again, lines never go back, nothing that was delivered or is charged
    /// for is in a canceled order unless Billing itself failed it, and when all is told the order has ended, once.
    /// </summary>
    [Fact]
    [Trait("Checklist", "X22")]
    public void AnySequence_OfMovesAndAnswers_EndsInOneState()
    {
        for (var seed = 0; seed < 5_000; seed++)
        {
            var random = new Random(seed);
            var order = RandomOrder(random);
            var news = OrderSteps.News(null, order).ToList();
            for (var step = 0; step < 25; step++)
            {
                var next = Move(order, random);
                CheckMove(order, next, seed);
                news.AddRange(OrderSteps.News(order, next));
                order = next;
            }

            // At last everything that is owed comes: time, Billing's and Orgs' answers, the seller's work.
            for (var step = 0; step < 12 && !order.HasEnded; step++)
            {
                var next = Finish(order);
                CheckMove(order, next, seed);
                news.AddRange(OrderSteps.News(order, next));
                order = next;
            }

            Assert.True(order.HasEnded, $"seed {seed}: {order.Status}");
            Assert.Equal(order.Status == OrderStatus.Executed, order.Lines.Any(line => line.Delivery == LineDelivery.Active));
            Assert.DoesNotContain(order.Lines, line => line.IsOpen);
            Assert.Equal(order.Status == OrderStatus.Canceled, order.Ending is not null);
            Assert.Single(news, told => told is OrderNews.Executed or OrderNews.Canceled);
            Assert.Single(news, OrderNews.Submitted);
            Assert.True(news.Count(told => told == OrderNews.Approved) <= 1 && news.Count(told => told == OrderNews.PlanOrdered) <= 1, $"seed {seed}");
        }
    }

    private static void CheckMove(OrderState before, OrderState after, int seed)
    {
        if (before.HasEnded)
        {
            Assert.Same(before, after);
            return;
        }

        foreach (var (was, now) in before.Lines.Zip(after.Lines))
        {
            var allowed = was.Delivery switch
            {
                LineDelivery.Waiting => true,
                LineDelivery.Delivered => now.Delivery != LineDelivery.Waiting,
                _ => now == was,
            };
            Assert.True(allowed, $"seed {seed}: {was.Delivery} → {now.Delivery}");
        }

        // A seller's, a buyer's or the clock's end never takes what was delivered.
        if (after.Ending?.Code is CancelCodes.BySeller or CancelCodes.Rejected or CancelCodes.Withdrawn or CancelCodes.Expired or CancelCodes.BillingSilent)
        {
            Assert.DoesNotContain(before.Lines, line => line.Delivery is LineDelivery.Delivered or LineDelivery.Active);
        }
    }

    private static OrderState RandomOrder(Random random)
    {
        if (random.Next(5) == 0)
        {
            return InProgress(Line(First, LineProvisioning.ResellerPlan));
        }

        var lines = new List<LineState>();
        var count = random.Next(1, 5);
        for (var i = 0; i < count; i++)
        {
            var main = lines.Count > 0 && random.Next(3) == 0 && lines[0].MainLineId is null ? lines[0].Id : (Guid?)null;
            lines.Add(Line(NewId(random), random.Next(2) == 0 ? LineProvisioning.Automatic : LineProvisioning.Manual, main));
        }

        return OrderProgress.Begin(lines, OrderActor.Buyer, random.Next(2) == 0).Value;
    }

    /// <summary>Anything, at any time; what is refused leaves the order as it is.</summary>
    private static OrderState Move(OrderState order, Random random)
    {
        var line = order.Lines[random.Next(order.Lines.Count)].Id;
        return random.Next(14) switch
        {
            0 => Else(order, OrderProgress.Approve(order)),
            1 => random.Next(6) == 0 ? Else(order, OrderProgress.Reject(order, null)) : order,
            2 => random.Next(6) == 0 ? Else(order, OrderProgress.Withdraw(order, null)) : order,
            3 => random.Next(4) == 0 ? Else(order, OrderProgress.Cancel(order, null)) : order,
            4 or 5 => Else(order, OrderProgress.Complete(order, line)),
            6 or 7 => Accept(order),
            8 => random.Next(3) == 0 ? OrderProgress.Refuse(order, "price_changed", null) : order,
            // Billing charges only for what was delivered.
            9 or 10 => OrderProgress.Answer(order, [.. order.Lines.Where(other => other.Delivery == LineDelivery.Delivered && random.Next(2) == 0).Select(Billed(random))]),
            11 => OrderProgress.PlanChanged(order),
            12 => random.Next(3) == 0 ? OrderProgress.PlanRefused(order, "alias_taken", null) : order,
            _ => random.Next(6) == 0 ? OrderProgress.ExpireUnanswered(OrderProgress.ExpireUndecided(order)) : order,
        };
    }

    private static Func<LineState, BilledLineState> Billed(Random random) => line => random.Next(5) == 0
        ? new BilledLineState(line.Id, BilledLine.Failed, Code: "failed")
        : new BilledLineState(line.Id, BilledLine.Active, Subscription);

    private static OrderState Finish(OrderState order)
    {
        order = order.Status == OrderStatus.PendingApproval ? OrderProgress.ExpireUndecided(order) : OrderProgress.PlanChanged(Accept(order));
        var manual = order.Lines.FirstOrDefault(line => line is { Delivery: LineDelivery.Waiting, Provisioning: LineProvisioning.Manual });
        if (manual is not null && !order.HasEnded)
        {
            return OrderProgress.Complete(order, manual.Id).Value;
        }

        return Activate(order, [.. order.Lines.Where(line => line.Delivery == LineDelivery.Delivered).Select(line => line.Id)]);
    }

    private static OrderState Else(OrderState order, Result<OrderState> moved) => moved.IsRefused(out _, out var next) ? order : next;

    private static Guid NewId(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private static LineState Line(Guid id, LineProvisioning provisioning = LineProvisioning.Automatic, Guid? main = null) => new(id, provisioning, main, LineDelivery.Waiting);

    private static OrderState InProgress(params IReadOnlyList<LineState> lines) => OrderProgress.Begin(lines, OrderActor.Buyer, needsApproval: false).Value;

    private static OrderState Accept(OrderState order) => OrderProgress.Answer(order, [.. order.Lines.Select(line => new BilledLineState(line.Id, BilledLine.Pending))]);

    private static OrderState Activate(OrderState order, params IReadOnlyList<Guid> lines) =>
        OrderProgress.Answer(order, [.. lines.Select(line => new BilledLineState(line, BilledLine.Active, Subscription))]);

    private static IEnumerable<LineDelivery> Deliveries(OrderState order) => order.Lines.Select(line => line.Delivery);
}
