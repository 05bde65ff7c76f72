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
