using System.Linq.Expressions;
using ServiceDefaults.Security;
using Tickets.Api.Storage;
using Tickets.Contracts.V1;

namespace Tickets.Api.Escalations;

/// <param name="OriginalId">The ticket that was escalated; null for the operator, for whom it does not exist.</param>
/// <param name="TwinNumber">Of the operator's numbers.</param>
/// <param name="EndedAt">Null while the two tickets follow each other.</param>
internal sealed record EscalationView(
    Guid Id,
    Guid? OriginalId,
    Guid TwinId,
    long TwinNumber,
    string Reason,
    Guid EscalatedById,
    string? EscalatedByName,
    Guid EscalatedByOrganizationId,
    DateTimeOffset EscalatedAt,
    DateTimeOffset? EndedAt,
    Guid? EndedById,
    Guid? EndedByOrganizationId)
{
    /// <summary>Translated to SQL.</summary>
    public static Expression<Func<EscalationRow, EscalationView>> From(TicketsDb db, Caller caller) => escalation => new EscalationView(
        escalation.Id,
        escalation.BuyerId == caller.OrganizationId ? escalation.TicketId : null,
        escalation.TwinId,
        db.Tickets.Where(row => row.Id == escalation.TwinId).Select(row => row.Number).First(),
        escalation.Reason,
        escalation.EscalatedById,
        db.Members.Where(row => row.PersonId == escalation.EscalatedById && row.OrganizationId == escalation.BuyerId).Select(row => row.Name).FirstOrDefault(),
        escalation.BuyerId,
        escalation.EscalatedAt,
        escalation.EndedAt,
        escalation.EndedById,
        escalation.EndedByOrganizationId);
}

internal static class EscalationContracts
{
    /// <summary>The escalation as the world outside may know it.</summary>
    public static Escalation ToContract(this EscalationRow escalation, TicketRow twin) => new(
        escalation.Id,
        escalation.TicketId,
        escalation.TwinId,
        twin.Number,
        twin.ConnectionId,
        escalation.SellerId,
        escalation.BuyerId,
        twin.AffectedOrganizationId,
        escalation.Reason,
        escalation.EscalatedAt,
        escalation.EndedAt,
        escalation.EndedByOrganizationId);
}
