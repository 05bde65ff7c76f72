using Billing.Domain;
using Primitives;
using ServiceDefaults.Storage;

namespace Billing.Api.Invoices;

/// <summary>
/// A line of an invoice: what one subscription costs on one edge for one period, and why. Unique by (subscription, edge, period start), so that
/// whatever is killed and started again, each exists once.
/// </summary>
internal sealed class Charge : IConnectionRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }

    /// <summary>The edge.</summary>
    public required Guid ConnectionId { get; init; }

    public required Guid SubscriptionId { get; init; }
    public required Guid InvoiceId { get; init; }

    /// <summary>Position on the invoice, from 1.</summary>
    public required int Position { get; init; }

    public required Guid ProductId { get; init; }
    public required string ProductName { get; init; }

    /// <summary>On a wholesale line, for whom the account is.</summary>
    public string? EndAccountName { get; init; }

    public required DateOnly PeriodStart { get; init; }

    /// <summary>The first day not charged for.</summary>
    public required DateOnly PeriodEnd { get; init; }

    /// <summary>Days charged, and the days of the whole period.</summary>
    public required int Days { get; init; }

    public required int PeriodDays { get; init; }
    public required int Quantity { get; init; }
    public required Money UnitPrice { get; init; }
    public required PriceSource PriceSource { get; init; }
    public required int PriceVersion { get; init; }
    public required string Formula { get; init; }
    public required Money Amount { get; init; }
}
