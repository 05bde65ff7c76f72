namespace Tickets.Contracts.V1;

/// <summary>A ticket and its twin at the operator, whose statuses follow each other until the escalation ends. Its own aggregate: version 1 begins it, 2 ends it.</summary>
/// <param name="TicketId">The ticket that was escalated, between <paramref name="OrganizationId"/> and its customer.</param>
/// <param name="TwinId">The ticket between operator and <paramref name="OrganizationId"/>.</param>
/// <param name="TwinNumber">The twin's number, of the operator's.</param>
/// <param name="OrganizationId">The seller that escalated.</param>
/// <param name="AffectedOrganizationId">Whose problem it is.</param>
/// <param name="EndedAt">Null while it lasts.</param>
/// <param name="EndedByOrganizationId">The side that ended it.</param>
public sealed record Escalation(
    Guid Id,
    Guid TicketId,
    Guid TwinId,
    long TwinNumber,
    Guid SupportConnectionId,
    Guid OperatorId,
    Guid OrganizationId,
    Guid AffectedOrganizationId,
    string Reason,
    DateTimeOffset EscalatedAt,
    DateTimeOffset? EndedAt,
    Guid? EndedByOrganizationId);
