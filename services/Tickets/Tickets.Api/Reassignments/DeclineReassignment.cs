using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Tickets.Api.Storage;
using Tickets.Domain;

namespace Tickets.Api.Reassignments;

/// <summary>The tickets stay where they are, and nobody is asked again until the owner changes again.</summary>
internal static class DeclineReassignment
{
    public static async Task<Results<NoContent, ProblemHttpResult>> Handle(
        Guid id, Caller caller, IfMatch ifMatch, TicketsDb db, RealmClock clock, CancellationToken cancellationToken)
    {
        var now = clock.Now;
        if ((await ReassignmentOffers.Load(db, id, caller, now, cancellationToken)).IsRefused(out var refusal, out var loaded))
        {
            return Problems.Of(refusal);
        }

        if ((ifMatch.Check(loaded.Offer.Version) ?? Connections.RefuseWrite(loaded.Connection.Status)) is { } no)
        {
            return Problems.Of(no);
        }

        loaded.Decide(db, accepted: false, caller, now);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.NoContent();
    }
}
