using ServiceDefaults.Storage;

namespace Billing.Api.Connections;

internal enum ConnectionStatus
{
    Pending,
    Active,
    Suspended,
    Ended,
}

/// <summary>What Billing remembers of a seller ↔ buyer connection from Orgs' events.</summary>
internal sealed class Connection : IConnectionRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required ConnectionStatus Status { get; init; }
    public required string SellerName { get; init; }
    public required string BuyerName { get; init; }
    public string? ReferenceNumber { get; init; }

    /// <summary>Where the buyer wants its invoices; null until Orgs has told it once more since Billing remembers it.</summary>
    public string? AccountsPayableEmail { get; init; }

    /// <summary>Length of the initial trial.</summary>
    public required int TrialDays { get; init; }

    /// <summary>Days from issue to due date.</summary>
    public required int PaymentTermsDays { get; init; }

    /// <summary>Orgs' version: an event with a lower one came late.</summary>
    public required long Version { get; init; }
}
