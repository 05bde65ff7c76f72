using Primitives;
using ServiceDefaults.Storage;

namespace Billing.Api.Payments;

/// <summary>What a buyer has paid beyond what it owed, or was credited for what it had paid. The connection's next invoices are paid from it first.</summary>
internal sealed class CreditBalance : IConnectionRow
{
    public required Guid ConnectionId { get; init; }
    public required Currency Currency { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }

    /// <summary>Never negative.</summary>
    public required long MinorUnits { get; init; }

    public Money Amount => new(MinorUnits, Currency);
}
