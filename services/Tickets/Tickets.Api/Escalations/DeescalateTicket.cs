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

/// <summary>
/// Who escalated takes the problem back, from either ticket, or the operator returns it, from the twin. The twin closes; the original stays as it is and follows
/// nobody any more.
/// </summary>
internal static class DeescalateTicket
{
    public static async Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(
        Guid id, Caller caller, IfMatch ifMatch, TicketsDb db, RealmClock clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.JoinTransaction(cancellationToken);
        if (await LinkedTickets.Lock(db, id, cancellationToken) is not { } linked)
        {
            return Problems.NotFound("ticket");
        }

        if ((await TicketToChange.Check(db, linked.Ticket, caller, cancellationToken)).IsRefused(out var refusal, out var loaded))
        {
            return Problems.Of(refusal);
        }

        // The customer of an escalated ticket is refused as that of any other: it must not learn which it is.
        var isTwin = await db.Escalations.AnyAsync(row => row.TwinId == id, cancellationToken);
        if (((isTwin ? null : Parties.RequireSeller(loaded.Party)) ?? ifMatch.Check(linked.Ticket.Version)) is { } no)
        {
            return Problems.Of(no);
        }

        if (linked is not { Escalation: { } escalation, Twin: { } twin })
        {
            return Problems.Of(Domain.Escalations.RefuseDeescalation());
        }

        if (TicketLifecycle.Table.Next(twin.Status, TicketAction.Deescalate, Parties.Of(caller.OrganizationId, twin.SellerId)).IsRefused(out var notAllowed, out var next))
        {
            return Problems.Of(notAllowed);
        }

        var now = clock.Now;
        escalation.EndedAt = now;
        escalation.EndedById = caller.PersonId;
        escalation.EndedByOrganizationId = caller.OrganizationId;
        escalation.Version++;
        db.ChangeStatus(twin, next, new Change(now, caller.PersonId, caller.OrganizationId));
        db.Emit(new TicketDeescalated(escalation.ToContract(twin)), escalation.Id, escalation.Version, now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(await db.Tickets.Where(row => row.Id == id).Select(TicketView.From(db)).SingleAsync(cancellationToken));
    }
}
