using Billing.Api.Quotes;
using Billing.Api.Requests;
using Billing.Api.Storage;
using Billing.Domain;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Facts = Storefront.Contracts.V1;

namespace Billing.Api.Orders;

/// <summary>
/// An approved order is taken as a whole, or refused. Every line is worked out as its activation will be; then all that is kept of it is what was agreed on and
/// the moment whose prices count, so nothing is charged and nothing else can change what it changes.
/// </summary>
internal sealed class AcceptOrder(BillingDb db, Scope scope, OrderPlanning planning, Quoting quoting, OrderAnswers answers, RealmClock clock)
{
    private const string BeforePlanning = "before_planning";

    /// <param name="order">Locked.</param>
    /// <param name="fact">What was heard of it.</param>
    public async Task Run(Order order, Facts.Order fact, CancellationToken cancellationToken)
    {
        if (order.Status != OrderStatus.Submitted)
        {
            return;
        }

        // What was quoted was quoted to whoever submitted it; without a quote the prices of its approval count.
        scope.EnterRealm(order.RealmId, fact.QuoteToken is null ? fact.ApprovedAt ?? fact.SubmittedAt : fact.SubmittedAt);
        var lines = await db.LinesOf(order, cancellationToken);
        if ((await Decide(order, fact, lines, cancellationToken)).IsRefused(out var refusal, out var planned))
        {
            order.Status = OrderStatus.Refused;
            foreach (var kept in lines.Values)
            {
                kept.Release(failure: null, clock.Now);
            }

            answers.Refused(order, refusal);
            return;
        }

        order.Status = OrderStatus.Accepted;
        foreach (var line in planned.Lines)
        {
            Keep(line.Request, lines);
        }

        answers.Accepted(order, lines.Values);
    }

    private void Keep(Request planned, Dictionary<Guid, Request> lines)
    {
        if (!lines.TryGetValue(planned.OrderLineId!.Value, out var kept))
        {
            kept = planned;
            kept.Reserve(clock.Now);
            lines.Add(kept.OrderLineId!.Value, kept);
            db.Add(kept);
        }

        kept.Accept(planned);
    }

    private async Task<Result<PlannedOrder>> Decide(Order order, Facts.Order fact, Dictionary<Guid, Request> lines, CancellationToken cancellationToken)
    {
        // Before the savepoint, so that they stay locked when what was worked out is forgotten.
        await db.LockForOrder(order.ConnectionId, [.. fact.Lines.Select(line => line.SubscriptionId).OfType<Guid>()], cancellationToken);
        foreach (var line in fact.Lines.Where(line => line.SubscriptionId is not null && !lines.ContainsKey(line.Id)))
        {
            if (await db.IsUndecided(line.SubscriptionId!.Value, cancellationToken))
            {
                return ChangeRules.AlreadyUndecided;
            }
        }

        var transaction = db.Database.CurrentTransaction!;
        await transaction.CreateSavepointAsync(BeforePlanning, cancellationToken);
        var planned = await Plan(order, fact, cancellationToken);
        await transaction.RollbackToSavepointAsync(BeforePlanning, cancellationToken);
        return planned;
    }

    private async Task<Result<PlannedOrder>> Plan(Order order, Facts.Order fact, CancellationToken cancellationToken)
    {
        var connection = (await db.Connections.FindAsync([order.ConnectionId], cancellationToken))!;
        var unplanned = new UnplannedOrder(
            order.Id, connection, new Proposer(order.PlacedByOrganizationId, order.PlacedById), fact.Understood(), [.. fact.Lines.Select(line => line.Id)]);
        if ((await planning.Plan(unplanned, cancellationToken)).IsRefused(out var refusal, out var planned))
        {
            return refusal;
        }

        return await quoting.Check(planned, fact.QuoteToken, order.PlacedByOrganizationId, cancellationToken) is { } changed ? changed : planned;
    }
}
