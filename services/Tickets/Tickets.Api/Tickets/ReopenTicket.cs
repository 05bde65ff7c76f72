using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Tickets.Api.Escalations;
using Tickets.Api.Storage;
using Tickets.Domain;

namespace Tickets.Api.Tickets;

/// <summary>The buyer disagrees that a ticket is resolved. The seller sets a status instead.</summary>
internal static class ReopenTicket
{
    public static async Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(
        Guid id, Caller caller, IfMatch ifMatch, TicketsDb db, RealmClock clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.JoinTransaction(cancellationToken);
        var linked = await LinkedTickets.Lock(db, id, cancellationToken);
        if (linked is null)
        {
            return Problems.NotFound("ticket");
        }

        if ((await TicketToChange.Check(db, linked.Ticket, caller, cancellationToken)).IsRefused(out var refusal, out var loaded))
        {
            return Problems.Of(refusal);
        }

        var (ticket, party) = loaded;
        if (ifMatch.Check(ticket.Version) is { } stale)
        {
            return Problems.Of(stale);
        }

        if (TicketLifecycle.Table.Next(ticket.Status, TicketAction.Reopen, party).IsRefused(out var notAllowed, out var next))
        {
            return Problems.Of(notAllowed);
        }

        await linked.ChangeStatus(db, next, new Change(clock.Now, caller.PersonId, caller.OrganizationId), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(await db.Tickets.Where(row => row.Id == id).Select(TicketView.From(db)).SingleAsync(cancellationToken));
    }
}
