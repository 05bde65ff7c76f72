using ServiceDefaults.Storage;
using Storefront.Domain;

namespace Storefront.Api.Storage;

/// <summary>A product in the catalogue that its seller works on.</summary>
internal sealed class ListingRow : IOwnedRow, IVersionedRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }

    /// <summary>The seller.</summary>
    public required Guid OrganizationId { get; init; }

    public required Guid ProductId { get; init; }
    public required ListingStatus Status { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }
    public long Version { get; set; } = 1;
}

/// <summary>A product that a seller shows. A table of its own, because a seller's customers see it and its drafts are nobody else's business.</summary>
internal sealed class PublishedProductRow : IRealmRow
{
    public required Guid SellerId { get; init; }
    public required Guid ProductId { get; init; }
    public required Guid RealmId { get; init; }
}
