using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Tickets.Api.Storage;
using Tickets.Api.Tickets;
using Tickets.Contracts.V1;
using Tickets.Domain;

namespace Tickets.Api.Escalations;

/// <param name="Reason">What the operator is told: it sees this, the subject, the priority and whose problem it is, and nothing else of the ticket.</param>
/// <param name="Subject">The ticket's own if left out.</param>
/// <param name="Priority">The ticket's own if left out.</param>
internal sealed record NewEscalation(string Reason, string? Subject = null, TicketPriority? Priority = null);

/// <summary>
/// The seller takes a problem of the platform to the realm's operator, however many sellers stand between them: a twin is opened there, on the support
/// connection. The ticket itself does not change, so its customer cannot tell.
/// </summary>
internal static class EscalateTicket
{
    public static async Task<Results<Created<TicketView>, ProblemHttpResult>> Handle(
        Guid id, NewEscalation body, Caller caller, TicketsDb db, RealmClock clock, CancellationToken cancellationToken)
    {
        var checks = new FieldChecks().Text("reason", body.Reason, max: 20_000, multiline: true).OptionalText("subject", body.Subject, max: 200, min: 1);
        if (checks.Refused(out var invalid))
        {
            return Problems.Of(invalid);
        }

        await using var transaction = await db.Database.JoinTransaction(cancellationToken);
        if ((await TicketToChange.LoadLocked(db, id, caller, cancellationToken)).IsRefused(out var refusal, out var loaded))
        {
            return Problems.Of(refusal);
        }

        var (ticket, party) = loaded;
        if (Parties.RequireSeller(party) is { } sellerOnly)
        {
            return Problems.Of(sellerOnly);
        }

        if (TicketLifecycle.Table.Next(ticket.Status, TicketAction.Escalate, party).IsRefused(out var notAllowed, out _))
        {
            return Problems.Of(notAllowed);
        }

        var operatorId = await db.Realms.Select(row => (Guid?)row.OperatorId).SingleOrDefaultAsync(cancellationToken);
        var isEscalated = await db.Escalations.AnyAsync(row => row.TicketId == id && row.EndedAt == null, cancellationToken);
        if (Domain.Escalations.RefuseEscalation(ticket.SellerId, operatorId, isEscalated) is { } no)
        {
            return Problems.Of(no);
        }

        var twin = await Twin(body, ticket, operatorId!.Value, caller, clock.Now, db, cancellationToken);
        var escalation = new EscalationRow
        {
            Id = Guid.CreateVersion7(),
            RealmId = ticket.RealmId,
            SellerId = twin.SellerId,
            BuyerId = twin.BuyerId,
            TicketId = ticket.Id,
            TwinId = twin.Id,
            Reason = body.Reason,
            EscalatedById = caller.PersonId,
            EscalatedAt = twin.CreatedAt,
        };
        ticket.TakenUp = true;
        db.Open(twin);
        db.Add(escalation);
        db.Emit(new TicketEscalated(escalation.ToContract(twin)), escalation.Id, escalation.Version, escalation.EscalatedAt);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        var view = await db.Tickets.Where(row => row.Id == twin.Id).Select(TicketView.From(db)).SingleAsync(cancellationToken);
        return TypedResults.Created($"/api/tickets/v1/tickets/{twin.Id}", view);
    }

    private static async Task<TicketRow> Twin(
        NewEscalation body, TicketRow ticket, Guid operatorId, Caller caller, DateTimeOffset now, TicketsDb db, CancellationToken cancellationToken) => new()
    {
        Id = Guid.CreateVersion7(),
        RealmId = ticket.RealmId,
        ConnectionId = await db.SupportConnection(ticket.RealmId, operatorId, ticket.SellerId, cancellationToken),
        SellerId = operatorId,
        BuyerId = ticket.SellerId,
        AffectedOrganizationId = ticket.AffectedOrganizationId,
        Number = await db.NextTicketNumber(operatorId, cancellationToken),
        Subject = body.Subject?.Trim() ?? ticket.Subject,
        Body = body.Reason,
        Status = TicketStatus.Open,
        Priority = body.Priority ?? ticket.Priority,
        RequesterId = caller.PersonId,
        RequesterOrganizationId = caller.OrganizationId,
        CreatedAt = now,
        UpdatedAt = now,
    };
}
