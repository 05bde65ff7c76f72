using Billing.Api.Invoices;
using Billing.Domain;
using Primitives;
using ServiceDefaults.Storage;

namespace Billing.Api.Usage;

/// <summary>What one event of a kind costs on one edge: pinned when it was sold, as the schedule's own price is.</summary>
internal sealed class UsageRate : IConnectionRow
{
    public required Guid ScheduleId { get; init; }
    public required FeeKind Kind { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }

    /// <summary>The edge.</summary>
    public required Guid ConnectionId { get; init; }

    public required Guid SubscriptionId { get; init; }

    /// <summary>For one event.</summary>
    public required Money UnitPrice { get; init; }

    public required PriceSource PriceSource { get; init; }
    public required int PriceVersion { get; init; }

    public static IEnumerable<UsageRate> Of(BillingSchedule schedule, IReadOnlyList<ResolvedFee> fees)
    {
        foreach (var fee in fees)
        {
            if (fee.On(schedule.ConnectionId, schedule.IsOfSale) is { } price)
            {
                yield return new UsageRate
                {
                    ScheduleId = schedule.Id,
                    Kind = fee.Kind,
                    RealmId = schedule.RealmId,
                    SellerId = schedule.SellerId,
                    BuyerId = schedule.BuyerId,
                    ConnectionId = schedule.ConnectionId,
                    SubscriptionId = schedule.SubscriptionId,
                    UnitPrice = price.Unit,
                    PriceSource = price.Source,
                    PriceVersion = price.Version,
                };
            }
        }
    }
}
