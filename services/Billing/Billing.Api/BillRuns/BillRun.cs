using ServiceDefaults.Storage;

namespace Billing.Api.BillRuns;

/// <summary>Everything that fell due in a realm on one day, whenever and by how many replicas it was billed.</summary>
internal sealed class BillRun : IRealmRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }

    /// <summary>In UTC.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>Wall clock.</summary>
    public required DateTimeOffset StartedAt { get; init; }
}

/// <summary>What one seller has billed in a run. Written in the transaction of each chunk, so it counts what exists, each once.</summary>
internal sealed class BillRunShare : IOwnedRow
{
    public required Guid RunId { get; init; }

    /// <summary>The seller.</summary>
    public required Guid OrganizationId { get; init; }

    public required Guid RealmId { get; init; }
    public required int Connections { get; init; }
    public required int Charges { get; init; }
    public required int Invoices { get; init; }

    /// <summary>Wall clock.</summary>
    public required DateTimeOffset LastBilledAt { get; init; }
}
