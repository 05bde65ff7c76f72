using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Tickets.Api.Storage;
using Tickets.Domain;

namespace Tickets.Api.Tickets;

internal sealed record PriorityChange(TicketPriority Priority);

/// <summary>The seller says how urgent a ticket is, at any time.</summary>
internal static class SetTicketPriority
{
    public static async Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(
        Guid id, PriorityChange body, Caller caller, IfMatch ifMatch, TicketsDb db, RealmClock clock, CancellationToken cancellationToken)
    {
        if ((await TicketToChange.Load(db, id, caller, cancellationToken)).IsRefused(out var refusal, out var loaded))
        {
            return Problems.Of(refusal);
        }

        var (ticket, party) = loaded;
        if ((Parties.RequireSeller(party) ?? ifMatch.Check(ticket.Version)) is { } no)
        {
            return Problems.Of(no);
        }

        db.ChangePriority(ticket, body.Priority, new Change(clock.Now, caller.PersonId, caller.OrganizationId));
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(await db.Tickets.Where(row => row.Id == id).Select(TicketView.From(db)).SingleAsync(cancellationToken));
    }
}
