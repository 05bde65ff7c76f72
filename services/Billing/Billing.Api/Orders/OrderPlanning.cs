using Billing.Api.Connections;
using Billing.Api.Requests;
using Billing.Api.Storage;
using Billing.Api.Subscriptions;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Time;

namespace Billing.Api.Orders;

/// <summary>An order's lines before any rule has looked at them.</summary>
/// <param name="LineIds">One for each line.</param>
internal sealed record UnplannedOrder(Guid Id, Connection Connection, Proposer PlacedBy, IReadOnlyList<OrderedLine> Lines, IReadOnlyList<Guid> LineIds);

/// <param name="Request">As it would be; nothing of it was saved.</param>
/// <param name="Price">Null where the subscription keeps its own.</param>
internal sealed record PlannedOrderLine(OrderedLine Line, Request Request, AgreedChange Agreed, ResolvedPrice? Price);

/// <summary>All that an order comes to, in the order of its lines.</summary>
internal sealed record PlannedOrder(Connection Connection, IReadOnlyList<PlannedOrderLine> Lines);

/// <summary>
/// Works out what an order comes to, line by line, without doing it: all lines, or a refusal that names the line. A quote and an acceptance both do this, so
/// what was quoted is what is accepted. Call it inside a transaction that forgets it: it locks, and may open accounts.
/// </summary>
internal sealed class OrderPlanning(BillingDb db, OrderLineProposals proposals, RequestPreparation preparation, RequestActivation activation, RealmClock clock)
{
    public async Task<Result<PlannedOrder>> Plan(UnplannedOrder order, CancellationToken cancellationToken)
    {
        if (OrderRules.Check(order.Lines) is { } refusal)
        {
            return refusal;
        }

        var planned = new List<PlannedOrderLine>(order.Lines.Count);
        for (var i = 0; i < order.Lines.Count; i++)
        {
            if ((await Plan(order, i, planned, cancellationToken)).IsRefused(out refusal, out var line))
            {
                return refusal.OnLine(i);
            }

            planned.Add(line);
        }

        if (planned.Count(line => line.Agreed.Created?.Subscription.ResellerPlan is not null) > 1)
        {
            return PlanRules.AlreadySubscribed;
        }

        return await Conflict(planned, cancellationToken) is { } conflict ? conflict : new PlannedOrder(order.Connection, planned);
    }

    private async Task<Result<PlannedOrderLine>> Plan(UnplannedOrder order, int number, List<PlannedOrderLine> before, CancellationToken cancellationToken)
    {
        var line = order.Lines[number];
        var origin = new OrderLineOrigin(order.Id, order.LineIds[number], clock.Now, line.MainLine is not null);
        if ((await proposals.Of(order.Connection, line, origin, cancellationToken)).IsRefused(out var refusal, out var priced)
            || (await preparation.Prepare(priced.Proposal, order.PlacedBy, cancellationToken)).IsRefused(out refusal, out var prepared))
        {
            return refusal;
        }

        var main = line.MainLine is { } earlier ? before[earlier].Agreed.Created : null;
        return (await activation.Plan(prepared.Request, cancellationToken, main)).IsRefused(out refusal, out var agreed)
            ? refusal
            : new PlannedOrderLine(line, prepared.Request, agreed, priced.Price);
    }

    private async Task<Refusal?> Conflict(List<PlannedOrderLine> planned, CancellationToken cancellationToken)
    {
        var changed = planned.Select(line => line.Request.SubscriptionId).OfType<Guid>().ToList();
        var mains = await db.Subscriptions
            .Where(row => changed.Contains(row.Id))
            .Select(row => new { row.Id, row.MainSubscriptionId })
            .ToDictionaryAsync(row => row.Id, row => row.MainSubscriptionId, cancellationToken);
        return OrderRules.Conflict(planned.ConvertAll(line => (Ends(line.Request), line.Request.SubscriptionId is { } id ? mains[id] : line.Request.MainSubscriptionId)));
    }

    private static Guid? Ends(Request request) => request is { Change: RequestChange.Cancel, After.Quantity: 0 } ? request.SubscriptionId : null;
}
