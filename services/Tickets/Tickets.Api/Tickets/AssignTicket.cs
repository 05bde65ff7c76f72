using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Tickets.Api.Storage;
using Tickets.Domain;

namespace Tickets.Api.Tickets;

/// <param name="AssigneeId">Null: back to the queue.</param>
internal sealed record Assignment(Guid? AssigneeId);

/// <summary>The seller gives a ticket to one of its own people, or back to its queue.</summary>
internal static class AssignTicket
{
    public static async Task<Results<Ok<TicketView>, ProblemHttpResult>> Handle(
        Guid id, Assignment body, Caller caller, IfMatch ifMatch, TicketsDb db, RealmClock clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.JoinTransaction(cancellationToken);
        if ((await TicketToChange.Load(db, id, caller, cancellationToken)).IsRefused(out var refusal, out var loaded))
        {
            return Problems.Of(refusal);
        }

        var (ticket, party) = loaded;
        if ((Parties.RequireSeller(party) ?? ifMatch.Check(ticket.Version)) is { } no)
        {
            return Problems.Of(no);
        }

        if (body.AssigneeId is { } personId)
        {
            var membership = await db.LockMembership(personId, ticket.SellerId, cancellationToken);
            if (Assignees.Refuse(membership, ticket.SellerId) is { } unfit)
            {
                return Problems.Of(unfit);
            }
        }

        db.ChangeAssignee(ticket, body.AssigneeId, new Change(clock.Now, caller.PersonId, caller.OrganizationId));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(await db.Tickets.Where(row => row.Id == id).Select(TicketView.From(db)).SingleAsync(cancellationToken));
    }
}
