using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;
using Storefront.Domain;

namespace Storefront.Api.Storage;

/// <summary>Billing's products with the versions of their recommended prices.</summary>
internal sealed class ProductRow : IRealmRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required string Name { get; init; }
    public required Guid ManagedById { get; init; }
    public required bool SharedWithResellers { get; init; }
    public required IReadOnlyList<ListPrice> Prices { get; init; }
    public required long Version { get; init; }
    public string Description { get; init; } = "";
    public ProductKind Kind { get; init; }
    public ChargeModel Charging { get; init; }
    public Provisioning Provisioning { get; init; }

    /// <summary>That is sold at once.</summary>
    public int SmallestQuantity { get; init; } = 1;

    /// <summary>Null where nothing limits it.</summary>
    public int? LargestQuantity { get; init; }

    /// <summary>The shortest plan length; null where any is long enough.</summary>
    public Term? MinimumCommitment { get; init; }

    /// <summary>Products that a subscription to this one can be changed to.</summary>
    public IReadOnlyList<Guid> UpgradeTargets { get; init; } = [];

    /// <summary>What a partner is on while it has a subscription to it; null for any other product.</summary>
    public ResellerPlan? ResellerPlan { get; init; }

    /// <summary>Of its picture; null without one.</summary>
    public string? LogoUrl { get; init; }

    /// <summary>The terms for which partners can sell it; null where the news is from before Billing told them.</summary>
    public IReadOnlyList<ResaleTerms>? ResaleTerms { get; init; }
}

/// <summary>What a seller asks everybody for a product, as Billing told it. A seller without one asks the recommended price.</summary>
internal sealed class SellerPriceRow : IRealmRow
{
    public required Guid SellerId { get; init; }
    public required Guid ProductId { get; init; }
    public required Guid RealmId { get; init; }
    public required IReadOnlyList<PriceStep> Prices { get; init; }
    public required long Version { get; init; }
}

/// <summary>What it asks one buyer instead. Reached only by way of that buyer's connection, which says who sees it.</summary>
internal sealed class SpecialPriceRow : IRealmRow
{
    public required Guid ConnectionId { get; init; }
    public required Guid ProductId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid RealmId { get; init; }
    public required IReadOnlyList<PriceStep> Prices { get; init; }
}

/// <summary>Orgs' connections.</summary>
internal sealed class ConnectionRow : IConnectionRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required ConnectionStatus Status { get; init; }
    public required string SellerName { get; init; }
    public required string BuyerName { get; init; }
    public required OrganizationKind SellerKind { get; init; }
    public required OrganizationKind BuyerKind { get; init; }
    public required long Version { get; init; }
}

/// <summary>Orgs' realms.</summary>
internal sealed class RealmRow : IRealmRow
{
    public required Guid RealmId { get; init; }
    public required bool IsLive { get; init; }
    public required Guid OperatorId { get; init; }
}

/// <summary>Orgs' operators and partners.</summary>
internal sealed class SellerRow : IRealmRow
{
    /// <summary>The organisation.</summary>
    public required Guid Id { get; init; }

    public required Guid RealmId { get; init; }
    public required string Name { get; init; }
    public required bool IsOperator { get; init; }

    /// <summary>Null for the operator.</summary>
    public ResellerPlan? Plan { get; init; }

    /// <summary>Follows from the <see cref="PlanRow"/>s.</summary>
    public DateTimeOffset? StandardSince { get; init; }

    public required long Version { get; init; }

    /// <summary>Null for the operator.</summary>
    public Guid? ParentId { get; init; }

    public OrganizationStatus Status { get; init; }

    /// <summary>The path of its storefront; null below Free.</summary>
    public string? Alias { get; init; }
}

/// <summary>A partner's plan as of one version of its organisation.</summary>
internal sealed class PlanRow : IRealmRow
{
    public required Guid SellerId { get; init; }
    public required long Version { get; init; }
    public required Guid RealmId { get; init; }
    public required DateTimeOffset At { get; init; }
    public required ResellerPlan Plan { get; init; }
}

/// <summary>Orgs' memberships: who belongs where, and by what name. One who left is kept.</summary>
internal sealed class MembershipRow : IRealmRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid PersonId { get; init; }
    public required Guid OrganizationId { get; init; }
    public required string Name { get; init; }
    public required Role Role { get; init; }

    /// <summary>Null where the news is from before Orgs told it.</summary>
    public string? Email { get; init; }

    public required bool IsActive { get; init; }
    public required long Version { get; init; }
}
