using Orgs.Domain.Connections;
using Orgs.Domain.Members;
using ServiceDefaults.Storage;

namespace Orgs.Api.Storage;

/// <summary>One identity and password per realm, whatever the number of memberships.</summary>
public sealed class Person : IRealmRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }

    /// <summary>In lower case; unique in the realm.</summary>
    public required string Email { get; init; }

    public required string Name { get; set; }
    public required string PasswordHash { get; set; }

    /// <summary>Whose namespace the person shows.</summary>
    public required Guid HomeOrganizationId { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public Organization? HomeOrganization { get; init; }
}

/// <summary>A person's role in one organisation. One who leaves and comes back keeps the row, so that its events stay in order.</summary>
public sealed class Membership : IOwnedRow, IVersionedRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid OrganizationId { get; init; }
    public required Guid PersonId { get; init; }
    public required MembershipRole Role { get; set; }
    public required bool PortalAccess { get; set; }
    public required DateTimeOffset JoinedAt { get; set; }
    public DateTimeOffset? LeftAt { get; set; }
    public long Version { get; set; } = 1;

    public Person? Person { get; init; }
    public Organization? Organization { get; init; }
}

/// <summary>Seen by the organisation it leads into and by the one that sent it.</summary>
public sealed class Invitation : IRealmRow, IVersionedRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid OrganizationId { get; init; }
    public required Guid SentById { get; init; }
    public required string Email { get; init; }
    public required string Name { get; init; }
    public required MembershipRole Role { get; init; }
    public required bool PortalAccess { get; init; }

    /// <summary>The plan that was proposed together with a new organisation; null for every other invitation. So are its currency and length.</summary>
    public Guid? FirstPlanProductId { get; init; }

    public string? FirstPlanCurrency { get; init; }
    public PlanLength? FirstPlanLength { get; init; }

    /// <summary>SHA-256 of the secret in the mailed link.</summary>
    public required byte[] TokenHash { get; set; }

    public required InvitationStatus Status { get; set; }

    /// <summary>On the wall clock.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }
    public long Version { get; set; } = 1;

    public Organization? Organization { get; init; }
}
