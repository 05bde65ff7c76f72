using ServiceDefaults.Security;
using ServiceDefaults.Storage;

namespace Billing.Api.Connections;

/// <summary>What Billing remembers of an organisation from Orgs' events.</summary>
internal sealed class Organization : IRealmRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required string Name { get; init; }
    public required OrganizationKind Kind { get; init; }

    /// <summary>Who administers it; null for the operator.</summary>
    public Guid? ParentId { get; init; }

    /// <summary>ISO 3166-1 alpha-2; with the tax id it decides about tax.</summary>
    public string? Country { get; init; }

    public string? TaxId { get; init; }
    public string? LegalName { get; init; }

    /// <summary>IANA name.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Orgs' version: an event with a lower one came late.</summary>
    public required long Version { get; init; }
}
