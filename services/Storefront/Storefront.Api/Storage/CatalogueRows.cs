using Primitives;
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

    /// <summary>Null where the product's own is shown; so is <see cref="Description"/>.</summary>
    public string? Name { get; set; }

    public string? Description { get; set; }
    public Guid? GroupId { get; set; }

    /// <summary>Smaller ones come first.</summary>
    public int Position { get; set; }
}

/// <summary>A product that a seller shows. A table of its own, because a seller's customers see it and its drafts are nobody else's business.</summary>
internal sealed class PublishedProductRow : IRealmRow
{
    public required Guid SellerId { get; init; }
    public required Guid ProductId { get; init; }
    public required Guid RealmId { get; init; }

    /// <summary>As in the listing, as are the following.</summary>
    public string? Name { get; set; }

    public string? Description { get; set; }
    public Guid? GroupId { get; set; }
    public int Position { get; set; }
}

/// <summary>A heading of a seller's catalogue. Its customers see those under which something is published.</summary>
internal sealed class CatalogueGroupRow : IRealmRow, IVersionedRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required string Name { get; set; }

    /// <summary>Smaller ones come first.</summary>
    public required int Position { get; set; }

    public long Version { get; set; } = 1;
}

/// <summary>What an organisation is about to order on one connection. All its people work on the same one.</summary>
internal sealed class BasketRow : IOwnedRow, IVersionedRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }

    /// <summary>The buyer: its seller sees orders only.</summary>
    public required Guid OrganizationId { get; init; }

    public required Guid ConnectionId { get; init; }
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>The order that it became last, while nothing was put in since.</summary>
    public string? LastOrderNumber { get; set; }

    public long Version { get; set; }
}

internal sealed class BasketLineRow : IOwnedRow
{
    public required Guid Id { get; init; }
    public required Guid BasketId { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid OrganizationId { get; init; }
    public required Guid ProductId { get; init; }
    public required int Quantity { get; set; }
    public required string Currency { get; set; }
    public required Term Interval { get; set; }
    public required Term PlanLength { get; set; }

    /// <summary>For an add-on: the line that buys what it belongs to.</summary>
    public Guid? MainLineId { get; init; }

    /// <summary>For an add-on: what it belongs to, if that exists already.</summary>
    public Guid? MainSubscriptionId { get; init; }
}
