using Billing.Api.Products;
using Billing.Api.Requests;
using Billing.Api.Storage;
using Billing.Api.Subscriptions;
using Billing.Domain;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Web;

namespace Billing.Api.Connections;

/// <summary>What a connection bills, on one page, for either side.</summary>
/// <param name="Plan">The main plan, the oldest where there are several; null before there is one.</param>
/// <param name="AddOns">All that run, whichever plan they belong to.</param>
/// <param name="Fees">By type; null before anything is charged here or will be.</param>
/// <param name="PaymentMethod">On file; null where there is none and invoices are paid by hand.</param>
/// <param name="ApprovalStatus">Of the newest request; null where none was ever made.</param>
/// <param name="ActivationStatus">Of the main plan.</param>
/// <param name="GoodStanding">No invoice is overdue.</param>
/// <param name="CreditBalances">What the next invoices are paid from first, by currency; empty where there is none.</param>
/// <param name="OtherPlans">Further main subscriptions, oldest first.</param>
internal sealed record PlanView(
    Guid ConnectionId,
    string SellerName,
    string BuyerName,
    PlanSubscriptionView? Plan,
    IReadOnlyList<PlanSubscriptionView> AddOns,
    FeesView? Fees,
    PaymentMethodView? PaymentMethod,
    RequestStatus? ApprovalStatus,
    ActivationStatus ActivationStatus,
    bool GoodStanding,
    IReadOnlyList<Money> CreditBalances,
    IReadOnlyList<PlanSubscriptionView> OtherPlans);

/// <param name="StartsOn">When it was agreed.</param>
/// <param name="Length">The commitment.</param>
internal sealed record PlanSubscriptionView(
    Guid SubscriptionId,
    string Name,
    string Description,
    DateTimeOffset StartsOn,
    Term Interval,
    Term Length,
    int Quantity,
    Money UnitPrice,
    SubscriptionStatus Status,
    DateTimeOffset? TrialEndsAt);

/// <param name="Monthly">What the recurring charges come to in an average month of their interval.</param>
/// <param name="Booking">Per booking, of the oldest subscription that has such a fee; null where none has.</param>
/// <param name="Transfer">Per transfer, likewise.</param>
internal sealed record FeesView(Money? Monthly, Money? Booking, Money? Transfer);

internal sealed record PaymentMethodView(string Brand, string LastFour);

internal enum ActivationStatus
{
    NotActivated,
    Trial,
    Active,
    Suspended,
    PendingCancellation,
}

internal static class ReadPlan
{
    public static async Task<Results<Ok<PlanView>, ProblemHttpResult>> Handle(Guid id, BillingDb db, CancellationToken cancellationToken)
    {
        var connection = await db.Connections.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (connection is null)
        {
            return Problems.NotFound("connection");
        }

        var live = await db.Subscriptions
            .AsNoTracking()
            .Where(subscription => subscription.ConnectionId == id && subscription.Charging != ChargeModel.OneTime && subscription.Status != SubscriptionStatus.Cancelled)
            .OrderBy(subscription => subscription.Id)
            .ToListAsync(cancellationToken);
        var descriptions = await Descriptions(db, live, cancellationToken);
        var main = live.Find(subscription => subscription.ProductKind == ProductKind.Main);
        var plans = live.ToDictionary(subscription => subscription.Id, subscription => Plan(subscription, descriptions));
        return TypedResults.Ok(new PlanView(
            connection.Id,
            connection.SellerName,
            connection.BuyerName,
            main is null ? null : plans[main.Id],
            [.. live.Where(subscription => subscription.ProductKind == ProductKind.AddOn).Select(subscription => plans[subscription.Id])],
            await Fees(db, id, cancellationToken),
            await Card(db, id, cancellationToken),
            await Approval(db, id, cancellationToken),
            main is null ? ActivationStatus.NotActivated : Enum.Parse<ActivationStatus>(main.Status.ToString()),
            !await db.Invoices.AnyAsync(invoice => invoice.ConnectionId == id && invoice.Status == InvoiceStatus.Overdue, cancellationToken),
            await Credit(db, id, cancellationToken),
            [.. live.Where(subscription => subscription.ProductKind == ProductKind.Main && subscription != main).Select(subscription => plans[subscription.Id])]));
    }

    private static Task<Dictionary<Guid, string>> Descriptions(BillingDb db, List<Subscription> live, CancellationToken cancellationToken)
    {
        var products = live.Select(subscription => subscription.ProductId).Distinct().ToList();
        return db.Products
            .Where(product => products.Contains(product.Id))
            .ToDictionaryAsync(product => product.Id, product => product.Description, cancellationToken);
    }

    /// <summary>Of the schedules on this very edge, so a partner sees its wholesale here as a customer sees its retail.</summary>
    private static async Task<FeesView?> Fees(BillingDb db, Guid connectionId, CancellationToken cancellationToken)
    {
        var schedules = await db.BillingSchedules
            .AsNoTracking()
            .Where(schedule => schedule.ConnectionId == connectionId && schedule.Charging != ChargeModel.OneTime)
            .ToListAsync(cancellationToken);
        var rates = await db.UsageRates.AsNoTracking().Where(rate => rate.ConnectionId == connectionId).OrderBy(rate => rate.ScheduleId).ToListAsync(cancellationToken);
        var monthly = schedules.Select(schedule => (schedule.UnitPrice * schedule.Quantity).Prorate(1, schedule.Interval.Months())).ToList();
        return monthly is [var first, .. var others]
            ? new FeesView(others.Aggregate(first, (sum, fee) => sum + fee), Oldest(FeeKind.Booking), Oldest(FeeKind.Transfer))
            : null;

        Money? Oldest(FeeKind kind) => rates.Find(rate => rate.Kind == kind)?.UnitPrice;
    }

    private static Task<PaymentMethodView?> Card(BillingDb db, Guid connectionId, CancellationToken cancellationToken) =>
        db.CardsOnFile
            .Where(card => card.ConnectionId == connectionId)
            .Select(card => new PaymentMethodView(card.Brand, card.LastFour))
            .SingleOrDefaultAsync(cancellationToken);

    private static async Task<List<Money>> Credit(BillingDb db, Guid connectionId, CancellationToken cancellationToken)
    {
        var balances = await db.CreditBalances
            .AsNoTracking()
            .Where(balance => balance.ConnectionId == connectionId && balance.MinorUnits > 0)
            .OrderBy(balance => balance.Currency)
            .ToListAsync(cancellationToken);
        return [.. balances.Select(balance => balance.Amount)];
    }

    private static async Task<RequestStatus?> Approval(BillingDb db, Guid connectionId, CancellationToken cancellationToken) =>
        await db.Requests
            .Where(request => request.ConnectionId == connectionId)
            .OrderByDescending(request => request.Id)
            .Select(request => (RequestStatus?)request.Status)
            .FirstOrDefaultAsync(cancellationToken);

    private static PlanSubscriptionView Plan(Subscription subscription, Dictionary<Guid, string> descriptions) => new(
        subscription.Id,
        subscription.ProductName,
        descriptions.GetValueOrDefault(subscription.ProductId, ""),
        subscription.BoughtAt,
        subscription.Interval,
        subscription.PlanLength,
        subscription.Quantity,
        subscription.UnitPrice,
        subscription.Status,
        subscription.TrialEndsAt);
}
