using ServiceDefaults.Storage;

namespace ServiceDefaults.Audit;

/// <summary>Who changed what, on whose behalf. Each organisation reads its own. Append-only: the database refuses to change or remove an entry.</summary>
public sealed class AuditEntry : IOwnedRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }

    /// <summary>For whom it was done.</summary>
    public required Guid OrganizationId { get; init; }

    /// <summary>Null for what the platform did by itself.</summary>
    public required Guid? PersonId { get; init; }

    /// <summary>The operation id.</summary>
    public required string Action { get; init; }

    /// <summary>The noun, such as <c>connection</c>.</summary>
    public required string Subject { get; init; }

    public required Guid SubjectId { get; init; }

    /// <summary>JSON, as is <see cref="After"/>.</summary>
    public string? Before { get; init; }

    public string? After { get; init; }
    public string? Reason { get; init; }
    public string? IpAddress { get; init; }

    /// <summary>On the wall clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The realm's time.</summary>
    public required DateTimeOffset RealmTime { get; init; }
}
