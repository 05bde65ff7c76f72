using Billing.Api.Connections;
using Billing.Api.Invoices;
using Billing.Api.Requests;
using Billing.Api.Storage;
using Billing.Api.Subscriptions;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Time;
using Facts = Storefront.Contracts.V1;

namespace Billing.Api.Orders;

/// <summary>
/// Carries out the lines that were delivered and are not charged for yet: all of one delivery together, on at most three invoices with the order's number. A
/// line that cannot be carried out any more says why and leaves the others.
/// </summary>
internal sealed class ActivateOrder(
    BillingDb db, RequestActivation activation, AgreedChanges changes, SubscriptionHistory history, OrderAnswers answers, RealmClock clock)
{
    private const string BeforeLine = "before_line";

    private static readonly Refusal MainIsMissing = new("main_subscription_not_active", "What it belongs to was not delivered.");

    /// <param name="order">Locked.</param>
    /// <param name="fact">What was heard of it.</param>
    public async Task Run(Order order, Facts.Order fact, CancellationToken cancellationToken)
    {
        if (order.Status != OrderStatus.Accepted)
        {
            return;
        }

        var lines = await db.LinesOf(order, cancellationToken);
        var waiting = fact.Lines.Where(line => lines[line.Id].Status == RequestStatus.Approved).ToList();
        foreach (var line in waiting.Where(line => line.Delivery == "canceled"))
        {
            lines[line.Id].Release(failure: null, clock.Now);
        }

        // What others belong to first.
        var planned = new Dictionary<Guid, AgreedChange>();
        var isEnded = await db.Connections.AnyAsync(row => row.Id == order.ConnectionId && row.Status == ConnectionStatus.Ended, cancellationToken);
        foreach (var line in waiting.Where(line => line.Delivery is "delivered" or "active").OrderBy(line => line.MainLineId is not null))
        {
            await Plan(line, lines, planned, isEnded, cancellationToken);
        }

        history.Orderer = new Proposer(order.PlacedByOrganizationId, order.PlacedById);
        await CarryOut(order, planned, lines, cancellationToken);
        if (waiting.Exists(line => lines[line.Id].Status != RequestStatus.Approved))
        {
            answers.Activated(order, lines.Values);
        }
    }

    private async Task CarryOut(Order order, Dictionary<Guid, AgreedChange> planned, Dictionary<Guid, Request> lines, CancellationToken cancellationToken)
    {
        var charged = new List<Billable>();
        foreach (var (line, agreed) in planned)
        {
            var done = await agreed.CarryOut(cancellationToken);
            lines[line].Activate(done.SubscriptionId);
            lines[line].Version++;
            charged.AddRange(done.Lines);
        }

        await changes.Invoice(charged, (order.ConnectionId, order.Number), cancellationToken);
    }

    private async Task Plan(
        Facts.OrderLine line, Dictionary<Guid, Request> lines, Dictionary<Guid, AgreedChange> planned, bool isEnded, CancellationToken cancellationToken)
    {
        var request = lines[line.Id];
        CreatedSubscription? main = null;
        if (line.MainLineId is { } mainLine)
        {
            if (lines[mainLine].Status == RequestStatus.Approved && !planned.ContainsKey(mainLine))
            {
                // It waits for what it belongs to.
                return;
            }

            main = planned.GetValueOrDefault(mainLine)?.Created;
            request.MainSubscriptionId = main?.Subscription.Id ?? (lines[mainLine].Status == RequestStatus.Activated ? lines[mainLine].SubscriptionId : null);
        }

        var transaction = db.Database.CurrentTransaction!;
        await transaction.CreateSavepointAsync(BeforeLine, cancellationToken);
        var agreed = isEnded ? EndedConnection.Refusal
            : line.MainLineId is not null && request.MainSubscriptionId is null ? MainIsMissing
            : await activation.Plan(request, cancellationToken, main);
        if (agreed.IsRefused(out var refusal, out var change))
        {
            await transaction.RollbackToSavepointAsync(BeforeLine, cancellationToken);
            request.Release(new RequestFailure(refusal.Code, refusal.Detail, clock.Now), clock.Now);
            return;
        }

        planned.Add(line.Id, change);
    }
}
