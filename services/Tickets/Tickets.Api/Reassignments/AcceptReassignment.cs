using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Tickets.Api.Storage;
using Tickets.Api.Tickets;
using Tickets.Domain;

namespace Tickets.Api.Reassignments;

/// <param name="Moved">How many tickets are the present Support Owner's now.</param>
internal sealed record ReassignmentDone(int Moved);

/// <summary>Moves exactly those tickets that are still open and still the previous owner's at this moment.</summary>
internal static class AcceptReassignment
{
    public static async Task<Results<Ok<ReassignmentDone>, ProblemHttpResult>> Handle(
        Guid id, Caller caller, IfMatch ifMatch, TicketsDb db, RealmClock clock, CancellationToken cancellationToken)
    {
        var now = clock.Now;
        await using var transaction = await db.Database.JoinTransaction(cancellationToken);
        if ((await ReassignmentOffers.Load(db, id, caller, now, cancellationToken)).IsRefused(out var refusal, out var loaded))
        {
            return Problems.Of(refusal);
        }

        var (connection, offer) = loaded;
        var no = ifMatch.Check(offer.Version)
            ?? Connections.RefuseWrite(connection.Status)
            ?? Assignees.Refuse(await db.LockMembership(offer.ToId, connection.SellerId, cancellationToken), connection.SellerId);
        if (no is not null)
        {
            return Problems.Of(no);
        }

        var theirs = await db.LockOpenTicketsOf(id, offer.FromId, cancellationToken);
        foreach (var ticket in theirs)
        {
            db.ChangeAssignee(ticket, offer.ToId, new Change(now, caller.PersonId, caller.OrganizationId));
        }

        loaded.Decide(db, accepted: true, caller, now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Ok(new ReassignmentDone(theirs.Count));
    }
}
