using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Tickets.Api.Escalations;
using Tickets.Api.Storage;
using Tickets.Domain;

namespace Tickets.Api.Tickets;

internal sealed record StatusChange(TicketStatus Status);

/// <summary>The seller moves a ticket to any status; the buyer opens one again that it does not find resolved.</summary>
internal static class SetTicketStatus
{
    public static Task<Results<Ok<TicketView>, ProblemHttpResult>> Set(
        Guid id, StatusChange body, Caller caller, IfMatch ifMatch, TicketsDb db, RealmClock clock, CancellationToken cancellationToken) =>
        Move(id, TicketLifecycle.ActionFor(body.Status), Parties.RequireSeller, caller, ifMatch, db, clock, cancellationToken);

    public static Task<Results<Ok<TicketView>, ProblemHttpResult>> Reopen(
        Guid id, Caller caller, IfMatch ifMatch, TicketsDb db, RealmClock clock, CancellationToken cancellationToken) =>
        Move(id, TicketAction.Reopen, refuse: _ => null, caller, ifMatch, db, clock, cancellationToken);

    /// <param name="refuse">Which side may do it; the rest is for the lifecycle to say.</param>
    private static async Task<Results<Ok<TicketView>, ProblemHttpResult>> Move(
        Guid id,
        TicketAction action,
        Func<Party, Refusal?> refuse,
        Caller caller,
        IfMatch ifMatch,
        TicketsDb db,
        RealmClock clock,
        CancellationToken cancellationToken)
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
        if ((refuse(party) ?? ifMatch.Check(ticket.Version)) is { } no)
        {
            return Problems.Of(no);
        }

        if (TicketLifecycle.Table.Next(ticket.Status, action, party).IsRefused(out var notAllowed, out var next))
        {
            return Problems.Of(notAllowed);
        }

        await linked.ChangeStatus(db, next, new Change(clock.Now, caller.PersonId, caller.OrganizationId), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(await db.Tickets.Where(row => row.Id == id).Select(TicketView.From(db)).SingleAsync(cancellationToken));
    }
}
