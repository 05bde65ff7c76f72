using ServiceDefaults.Storage;

namespace Billing.Api.Products;

/// <summary>The operator lets a reseller manage products of its own. Kept when it is taken back.</summary>
internal sealed class ProductGrant : IConnectionRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }

    /// <summary>The operator, who grants.</summary>
    public required Guid SellerId { get; init; }

    /// <summary>The reseller.</summary>
    public required Guid BuyerId { get; init; }

    public required DateTimeOffset GrantedAt { get; init; }
    public required Guid GrantedByPersonId { get; init; }

    /// <summary>Null while it holds.</summary>
    public DateTimeOffset? RevokedAt { get; set; }
}
