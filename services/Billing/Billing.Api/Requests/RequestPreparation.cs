using Billing.Api.Connections;
using Billing.Api.Prices;
using Billing.Api.Products;
using Billing.Api.Storage;
using Billing.Api.Subscriptions;
using Billing.Domain;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Storage;
using ServiceDefaults.Time;

namespace Billing.Api.Requests;

/// <summary>Looks at a proposal with everything it depends on, and makes it a request where the rules accept it.</summary>
internal sealed class RequestPreparation(BillingDb db, PriceResolver prices, RealmClock clock)
{
    public async Task<Result<PreparedRequest>> Prepare(Proposal proposal, Proposer proposer, CancellationToken cancellationToken)
    {
        if (await CheckState(proposal, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        if ((await Day(proposal, cancellationToken)).IsRefused(out refusal, out var effective))
        {
            return refusal;
        }

        if (await CheckGivenUp(proposal, effective, cancellationToken) is { } committed)
        {
            return committed;
        }

        if ((await Main(proposal, cancellationToken)).IsRefused(out refusal, out var main))
        {
            return refusal;
        }

        if ((await Cost(proposal, cancellationToken)).IsRefused(out refusal, out var cost))
        {
            return refusal;
        }

        var connection = proposal.Connection;
        var request = new Request
        {
            Id = Guid.CreateVersion7(),
            RealmId = connection.RealmId,
            SellerId = connection.SellerId,
            BuyerId = connection.BuyerId,
            ConnectionId = connection.Id,
            Type = TypeOf(proposal.Product),
            Change = proposal.Change,
            Status = RequestStatus.Draft,
            ProposedById = proposer.OrganizationId,
            ProposedByPersonId = proposer.PersonId,
            Before = proposal.Subscription?.State(),
            After = proposal.After,
            MainSubscriptionId = main.Id,
            Effective = proposal.Effective,
            EffectiveOn = effective.Day,
            CounterOfId = proposal.CounterOfId,
            Reason = proposal.Reason,
            SubscriptionId = proposal.Subscription?.Id,
            OrderId = proposal.Order?.OrderId,
            OrderLineId = proposal.Order?.LineId,
            PricedAt = proposal.Order?.PricedAt,
        };
        return new PreparedRequest(request, cost.Quote is { } quote ? Margin(request, quote) : null);
    }

    private async Task<Refusal?> CheckState(Proposal proposal, CancellationToken cancellationToken)
    {
        if (proposal.Change is RequestChange.Cancel or RequestChange.UndoCancellation)
        {
            // What is left of a cancellation is no new sale: it needs a connection that lives, and no more.
            return proposal.Connection.Status == ConnectionStatus.Ended
                ? EndedConnection.Refusal
                : null;
        }

        var currency = proposal.Prices is { } read
            ? read.Sale.Currency
            : await db.BillingAccounts
                .Where(account => account.ConnectionId == proposal.Connection.Id)
                .Select(account => (Currency?)account.Currency)
                .SingleOrDefaultAsync(cancellationToken);
        return RequestRules.Propose(proposal.After, proposal.Connection.Status == ConnectionStatus.Active, currency).Refusal
            ?? proposal.Product.Limits.Check(proposal.After.Quantity, proposal.After.PlanLength)
            ?? (proposal.Change == RequestChange.Create ? await db.RefusePlan(proposal.Connection, proposal.Product, cancellationToken) : null);
    }

    /// <summary>Units can be given up as far as the product's limits and its minimum commitment let them.</summary>
    private async Task<Refusal?> CheckGivenUp(Proposal proposal, EffectiveDay effective, CancellationToken cancellationToken)
    {
        var (product, left) = (proposal.Product, proposal.After);
        if (proposal.Subscription is not { } subscription || proposal.Change == RequestChange.PartialUpgrade || left.Quantity >= subscription.Quantity)
        {
            return null;
        }

        var calendar = await db.CalendarOf(subscription.SellerId, cancellationToken);
        var billedFrom = subscription.BilledFrom is { } began ? calendar.DateOf(began) : (DateOnly?)null;
        return (left.Quantity > 0 ? product.Limits.Check(left.Quantity, left.PlanLength) : null)
            ?? ChangeRules.Commitment(product.MinimumCommitment, billedFrom, effective.Day ?? calendar.DateOf(clock.Now));
    }

    private async Task<Result<EffectiveDay>> Day(Proposal proposal, CancellationToken cancellationToken)
    {
        var calendar = proposal.Prices is { } read ? SellerCalendar.In(read.Sale.SellerTimeZone) : await db.CalendarOf(proposal.Connection.SellerId, cancellationToken);
        var schedule = proposal.Subscription is not { } subscription
            ? null
            : await db.BillingSchedules
                .AsNoTracking()
                .SingleOrDefaultAsync(row => row.SubscriptionId == subscription.Id && row.ConnectionId == subscription.ConnectionId, cancellationToken);
        var trialEnd = proposal.Subscription?.TrialEndsAt is { } ends ? calendar.DateOf(ends) : (DateOnly?)null;
        var periodEnd = schedule is { HasStarted: true } ? schedule.Recurring().ChargedPeriodsEnd : trialEnd;
        return ChangeRules.Day(proposal.Effective, proposal.EffectiveOn, calendar.DateOf(clock.Now), periodEnd, isOrdered: proposal.Order is not null);
    }

    private async Task<Result<MainSubscription>> Main(Proposal proposal, CancellationToken cancellationToken)
    {
        if (proposal.Change != RequestChange.Create || proposal.Product.Kind != ProductKind.AddOn)
        {
            return proposal.MainSubscriptionId is null
                ? new MainSubscription(null)
                : Refusal.Invalid("mainSubscriptionId", "not_an_add_on", "Only an add-on belongs to another subscription.");
        }

        if (proposal.Order is { FollowsMain: true })
        {
            // Its line is planned with that one.
            return new MainSubscription(null);
        }

        var candidates = await db.Subscriptions
            .AsNoTracking()
            .Where(row => row.ConnectionId == proposal.Connection.Id
                && (proposal.MainSubscriptionId == null
                    ? row.ProductKind == ProductKind.Main && row.Charging != ChargeModel.OneTime && row.Status != SubscriptionStatus.Cancelled
                    : row.Id == proposal.MainSubscriptionId))
            .OrderBy(row => row.Id)
            .Take(2)
            .ToListAsync(cancellationToken);
        if (candidates is not [var main])
        {
            return Refusal.Invalid("mainSubscriptionId", "main_subscription_required", "An add-on names the main subscription on this connection that it belongs to.");
        }

        return ChangeRules.AddOn(main.AsChanged()) is { } unfit ? unfit : new MainSubscription(main.Id);
    }

    /// <summary>What the seller will owe above; nothing where the operator itself sells.</summary>
    private async Task<Result<SellersCost>> Cost(Proposal proposal, CancellationToken cancellationToken)
    {
        if (proposal.Change is RequestChange.Cancel or RequestChange.UndoCancellation || proposal.Order is not null)
        {
            // What is ordered costs what it costs; nobody proposes a price that leaves more or less.
            return new SellersCost(null);
        }

        if (proposal.Change == RequestChange.Modify)
        {
            return new SellersCost(await PinnedCost(proposal.Subscription!, cancellationToken));
        }

        var after = proposal.After;
        var resolved = proposal.Prices is { } read
            ? read.Resolve(proposal.Product.Id, after.Terms(), after.UnitPrice, after.Quantity)
            : await prices.ForSale(proposal.Connection, proposal.Product, after.Terms(), clock.Now, after.UnitPrice, after.Quantity, cancellationToken);
        return resolved.IsRefused(out var refusal, out var priced) ? refusal : new SellersCost(priced.Cost);
    }

    /// <summary>A subscription keeps the cost it was sold at. The proposer of a counter-offer does not see it, so this looks past the caller's scope; it goes into the seller's own margin.</summary>
    private async Task<WholesaleQuote?> PinnedCost(Subscription subscription, CancellationToken cancellationToken) =>
        await db.BillingSchedules
            .IgnoreQueryFilters([ServiceDbContext.ScopeFilter])
            .AsNoTracking()
            .Where(row => row.RealmId == subscription.RealmId && row.SubscriptionId == subscription.Id && row.BuyerId == subscription.SellerId)
            .Select(row => new WholesaleQuote(row.UnitPrice, row.PriceVersion, row.Per))
            .SingleOrDefaultAsync(cancellationToken);

    private static RequestType TypeOf(Product product) => (product.Charging, product.Kind) switch
    {
        (ChargeModel.OneTime, _) => RequestType.OneTimeCharge,
        (_, ProductKind.AddOn) => RequestType.AddOn,
        _ => RequestType.Subscription,
    };

    private static RequestMargin Margin(Request request, WholesaleQuote quote) => new()
    {
        RequestId = request.Id,
        RealmId = request.RealmId,
        OrganizationId = request.SellerId,
        WholesaleUnitPrice = quote.UnitPrice,
        WholesaleVersion = quote.Version,
        WholesalePer = quote.Per,
        IsBelowWholesale = request.After.UnitPrice * request.After.Quantity < quote.For(request.After.Quantity),
    };

    private readonly record struct MainSubscription(Guid? Id);

    private readonly record struct SellersCost(WholesaleQuote? Quote);
}
