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

    /// <summary>The order that the present plan rests on, as in <see cref="Domain.ResellerPlans.PlanBasis"/>.</summary>
    public Guid? PlanOrderId { get; set; }

    /// <summary>The subscription that this order changed.</summary>
    public Guid? PlanSubscriptionId { get; set; }

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

/// <summary>An order of Storefront's for a reseller plan: what became of it here, so that it is carried out once and answered the same each time.</summary>
public sealed class PlanOrder : IRealmRow
{
    /// <summary>The order's.</summary>
    public required Guid Id { get; init; }

    public required Guid RealmId { get; init; }

    /// <summary>The partner.</summary>
    public required Guid OrganizationId { get; init; }

    /// <summary>Nothing is carried out any more. May be known before the order itself is.</summary>
    public bool IsCanceled { get; set; }

    /// <summary>What the partner was on before the order changed it; null where it changed nothing.</summary>
    public ResellerPlan? PreviousPlan { get; set; }

    /// <summary>Why it could not be; null where it was.</summary>
    public string? Code { get; set; }

    public string? Detail { get; set; }
    public string[] Suggestions { get; set; } = [];

    /// <summary>How many answers were sent.</summary>
    public int Answers { get; set; }
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
