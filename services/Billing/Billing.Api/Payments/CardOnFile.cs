using ServiceDefaults.Storage;

namespace Billing.Api.Payments;

/// <summary>The card that a connection's invoices are charged to when they are issued. A provider's token and the card's face; never its number.</summary>
internal sealed class CardOnFile : IConnectionRow
{
    public required Guid ConnectionId { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }

    /// <summary>Goes to the provider and nowhere else.</summary>
    public required string Token { get; set; }

    public required string Brand { get; set; }
    public required string LastFour { get; set; }
    public required DateTimeOffset SetAt { get; set; }
    public required Guid SetByPersonId { get; set; }
}
