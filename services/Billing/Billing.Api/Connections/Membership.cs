using ServiceDefaults.Storage;

namespace Billing.Api.Connections;

/// <summary>Which organisations a person belongs to: who belongs to the proposer must not decide about its request, wherever the person acts.</summary>
internal sealed class Membership : IRealmRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid PersonId { get; init; }
    public required Guid OrganizationId { get; init; }
    public required bool IsActive { get; init; }

    /// <summary>Orgs' version: an event with a lower one came late.</summary>
    public required long Version { get; init; }
}
