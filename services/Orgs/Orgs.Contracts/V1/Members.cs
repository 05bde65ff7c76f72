namespace Orgs.Contracts.V1;

/// <summary>A person's membership of one organisation. Aggregate id: the membership's id, which is not in the record.</summary>
/// <param name="Role"><c>viewer</c>, <c>billing</c>, <c>support</c>, <c>sales</c>, <c>admin</c> or <c>superAdmin</c>.</param>
/// <param name="PortalAccess">Whether the person may act in this organisation; apart from the role.</param>
/// <param name="Status"><c>active</c> or <c>left</c>.</param>
/// <param name="Email">Where the person is written to; null in events from before it was told.</param>
public sealed record Member(Guid PersonId, Guid OrganizationId, string Name, string Role, bool PortalAccess, string Status, string? Email = null);

public sealed record MemberJoined(Member Member);

public sealed record MemberChanged(Member Member);

public sealed record MemberLeft(Member Member);
