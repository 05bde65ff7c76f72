using Orgs.Domain.Connections;
using Orgs.Domain.Organizations;
using Orgs.Domain.Realms;
using ServiceDefaults.Storage;

namespace Orgs.Api.Storage;

/// <summary>One whole tree of organisations. Realms belong to the installation, so no scope hides them: operations on realms check the caller themselves.</summary>
public sealed class Realm
{
    public required Guid Id { get; init; }

    /// <summary>Names the realm at sign-in; <c>live</c> for the live one.</summary>
    public required string Slug { get; init; }

    public required string Name { get; init; }
    public required RealmKind Kind { get; init; }
    public required Guid OperatorId { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>A caller sees its own organisation and its children; of what stands below them, the tree alone (<see cref="Organizations.Hierarchy"/>).</summary>
public sealed class Organization : IRealmRow, IVersionedRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required OrgKind Kind { get; init; }
    public required Guid? ParentId { get; init; }

    /// <summary>From the realm's operator down to the organisation itself. The database makes it from the parent's when the row is inserted.</summary>
    public Guid[] Path { get; init; } = [];

    /// <summary>How many there are in the path: 1 for the operator.</summary>
    public int Depth { get; init; }

    /// <summary>The namespace without its prefix.</summary>
    public required string Slug { get; init; }

    public required string Name { get; set; }
    public string? LegalName { get; set; }
    public string? Address { get; set; }
    public string? Country { get; set; }
    public string? TaxId { get; set; }
    public required string TimeZone { get; set; }
    public required string Currency { get; set; }
    public required string Language { get; set; }
    public ResellerPlan? Plan { get; set; }

    /// <summary>When the present plan began; null for anything but a partner.</summary>
    public DateTimeOffset? PlanSince { get; set; }

    /// <summary>The one in use, as in <see cref="ShopAlias"/>.</summary>
    public string? Alias { get; set; }

    public required OrganizationStatus Status { get; set; }
    public string? StatusReason { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public long Version { get; set; } = 1;
}

/// <summary>Who has an alias. Everybody in the realm may find it taken, so no organisation's scope hides it; no answer says by whom.</summary>
public sealed class ShopAlias : IRealmRow
{
    public required Guid RealmId { get; init; }
    public required string Alias { get; init; }
    public required Guid OrganizationId { get; set; }

    /// <summary>In the realm's time, when it becomes free; null while it is in use.</summary>
    public DateTimeOffset? ReservedUntil { get; set; }
}

/// <summary>The edge between a seller and a buyer, with all that differs by seller.</summary>
public sealed class Connection : IConnectionRow, IVersionedRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required ConnectionStatus Status { get; set; }
    public string? StatusReason { get; set; }
    public required BillingMode BillingMode { get; init; }
    public required string AccountsPayableEmail { get; set; }
    public string? ReferenceNumber { get; set; }
    public required int TrialDays { get; set; }
    public required int PaymentTermsDays { get; set; }
    public Guid? SalesOwnerId { get; set; }
    public Guid? SupportOwnerId { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
    public long Version { get; set; } = 1;

    public Organization? Seller { get; init; }
    public Organization? Buyer { get; init; }
    public Person? SalesOwner { get; init; }
    public Person? SupportOwner { get; init; }
}
