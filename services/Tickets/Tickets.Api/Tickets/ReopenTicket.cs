using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Tickets.Api.Storage;
using Tickets.Domain;

namespace Tickets.Api.Tickets;

/// <summary>The buyer disagrees that a ticket is resolved. The seller sets a status instead.</summary>
internal static class ReopenTicket
{
    public static async Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(
        Guid id, Caller caller, IfMatch ifMatch, TicketsDb db, RealmClock clock, CancellationToken cancellationToken)
    {
        if ((await TicketToChange.Load(db, id, caller, cancellationToken)).IsRefused(out var refusal, out var loaded))
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

        db.ChangeStatus(ticket, next, new Change(clock.Now, caller.PersonId, caller.OrganizationId));
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(await db.Tickets.Where(row => row.Id == id).Select(TicketView.From(db)).SingleAsync(cancellationToken));
    }
}
