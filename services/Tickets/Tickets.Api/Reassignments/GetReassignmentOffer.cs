using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Tickets.Api.Storage;

namespace Tickets.Api.Reassignments;

/// <param name="Version">Names the offer; it is the answer's ETag.</param>
/// <param name="From">The previous Support Owner, whose open tickets are offered.</param>
/// <param name="To">The present one.</param>
/// <param name="TicketCount">How many would move. <c>GET /tickets?connectionId=…&amp;assignee=…&amp;status=open&amp;status=inProgress</c> lists them.</param>
internal sealed record ReassignmentOfferView(Guid ConnectionId, long Version, OfferedPerson From, OfferedPerson To, DateTimeOffset OfferedAt, DateTimeOffset ExpiresAt, int TicketCount) : IVersionedView;

internal sealed record OfferedPerson(Guid Id, string? Name);

/// <summary>The Support Owner of a connection has changed: the open tickets of the one before can be moved to the new one.</summary>
internal static class GetReassignmentOffer
{
    public static async Task<Results<Ok<ReassignmentOfferView>, ProblemHttpResult>> Handle(
        Guid id, Caller caller, TicketsDb db, RealmClock clock, CancellationToken cancellationToken)
    {
        if ((await ReassignmentOffers.Load(db, id, caller, clock.Now, cancellationToken)).IsRefused(out var refusal, out var loaded))
        {
            return Problems.Of(refusal);
        }

        var offer = loaded.Offer;
        return TypedResults.Ok(new ReassignmentOfferView(
            id,
            offer.Version,
            await Person(db, offer.FromId, loaded.Connection.SellerId, cancellationToken),
            await Person(db, offer.ToId, loaded.Connection.SellerId, cancellationToken),
            offer.OfferedAt,
            offer.ExpiresAt,
            await ReassignmentOffers.TicketsOf(db, id, offer.FromId).CountAsync(cancellationToken)));
    }

    private static async Task<OfferedPerson> Person(TicketsDb db, Guid id, Guid sellerId, CancellationToken cancellationToken) =>
        new(id, await db.Members.Where(row => row.PersonId == id && row.OrganizationId == sellerId).Select(row => row.Name).FirstOrDefaultAsync(cancellationToken));
}
