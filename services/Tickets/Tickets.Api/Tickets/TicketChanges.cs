using System.Text.Json;
using Tickets.Api.Jobs;
using Tickets.Api.Storage;
using Tickets.Contracts.V1;
using Tickets.Domain;

namespace Tickets.Api.Tickets;

/// <summary>Who changes a ticket and when. No person: the clock, routing, or the counterpart of an escalation.</summary>
internal readonly record struct Change(DateTimeOffset At, Guid? PersonId = null, Guid? OrganizationId = null, Guid? EscalationId = null);

/// <summary>What every change of a ticket leaves behind: a new version, a line of history and an event.</summary>
internal static class TicketChanges
{
    /// <summary>A new ticket begins.</summary>
    public static void Open(this TicketsDb db, TicketRow ticket)
    {
        db.Add(ticket);
        db.Emit(new TicketCreated(ticket.ToContract()), ticket.Id, ticket.Version, ticket.CreatedAt);
    }

    public static void ChangeStatus(this TicketsDb db, TicketRow ticket, TicketStatus to, Change change)
    {
        if (ticket.Status == to)
        {
            return;
        }

        var from = ticket.Status;
        ticket.Status = to;
        ticket.ResolvedAt = to switch
        {
            TicketStatus.Resolved => change.At,
            TicketStatus.Closed => ticket.ResolvedAt,
            _ => null,
        };
        ticket.ClosedAt = to == TicketStatus.Closed ? change.At : null;
        if (to == TicketStatus.Resolved)
        {
            db.Schedule<CloseResolvedTicket>(CloseResolvedTicket.KeyOf(ticket.Id), change.At + TicketLifecycle.QuietPeriod);
        }
        else if (from == TicketStatus.Resolved)
        {
            db.Unschedule<CloseResolvedTicket>(CloseResolvedTicket.KeyOf(ticket.Id));
        }

        db.Record(ticket, ChangedField.Status, Name(from), Name(to), change);
    }

    public static void ChangePriority(this TicketsDb db, TicketRow ticket, TicketPriority to, Change change)
    {
        if (ticket.Priority == to)
        {
            return;
        }

        var from = ticket.Priority;
        ticket.Priority = to;
        db.Record(ticket, ChangedField.Priority, Name(from), Name(to), change);
    }

    /// <param name="to">Null: back to the seller's queue.</param>
    public static void ChangeAssignee(this TicketsDb db, TicketRow ticket, Guid? to, Change change)
    {
        if (ticket.AssigneeId == to)
        {
            return;
        }

        var from = ticket.AssigneeId;
        ticket.AssigneeId = to;
        db.Record(ticket, ChangedField.Assignee, from?.ToString(), to?.ToString(), change);
    }

    /// <summary>The ticket as the world outside may know it.</summary>
    public static Ticket ToContract(this TicketRow ticket) => new(
        ticket.Id,
        ticket.ConnectionId,
        ticket.SellerId,
        ticket.BuyerId,
        ticket.AffectedOrganizationId,
        ticket.Number,
        ticket.Subject,
        ticket.Body,
        Name(ticket.Status),
        Name(ticket.Priority),
        ticket.RequesterId,
        ticket.RequesterOrganizationId,
        ticket.AssigneeId,
        ticket.CommentCount,
        ticket.CreatedAt,
        ticket.UpdatedAt,
        ticket.ResolvedAt,
        ticket.ClosedAt);

    private static void Record(this TicketsDb db, TicketRow ticket, ChangedField field, string? before, string? after, Change change)
    {
        ticket.TakenUp |= change.OrganizationId == ticket.SellerId;
        ticket.UpdatedAt = change.At;
        ticket.Version++;
        db.Add(new TicketChangeRow
        {
            Id = Guid.CreateVersion7(),
            RealmId = ticket.RealmId,
            SellerId = ticket.SellerId,
            BuyerId = ticket.BuyerId,
            TicketId = ticket.Id,
            TicketVersion = ticket.Version,
            Field = field,
            Before = before,
            After = after,
            ActorId = change.PersonId,
            ActorOrganizationId = change.OrganizationId,
            EscalationId = change.EscalationId,
            At = change.At,
        });
        db.Emit(new TicketChanged(ticket.ToContract()), ticket.Id, ticket.Version, change.At);
    }

    /// <summary>As the API and the events write it.</summary>
    private static string Name<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
