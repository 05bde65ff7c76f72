using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using Tickets.Api.Storage;
using Tickets.Domain;

namespace Tickets.Api.Reassignments;

/// <summary>The offer that is open on a connection, for the seller's own people.</summary>
internal sealed record ReassignmentOffers(ConnectionRow Connection, ReassignmentOffer Offer)
{
    public static readonly Refusal AnsweredMeanwhile = new("offer_answered", "Somebody else has answered this offer at the same moment.");

    private static readonly Refusal NoOffer = new("not_found", "There is no such offer.", RefusalKind.NotFound);

    /// <summary>An offer of no tickets is none.</summary>
    public static async Task<Result<ReassignmentOffers>> Load(TicketsDb db, Guid connectionId, Caller caller, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var connection = await db.Connections.AsNoTracking().SingleOrDefaultAsync(row => row.Id == connectionId, cancellationToken);
        if (connection is null)
        {
            return NoOffer;
        }

        if (Parties.RequireSeller(Parties.Of(caller.OrganizationId, connection.SellerId)) is { } sellerOnly)
        {
            return sellerOnly;
        }

        var history = await db.SupportOwners.Where(row => row.ConnectionId == connectionId)
            .Select(row => new OwnerChange(row.Version, row.At, row.OwnerId)).ToListAsync(cancellationToken);
        var decided = await db.ReassignmentDecisions.Where(row => row.ConnectionId == connectionId).MaxAsync(row => (long?)row.Version, cancellationToken) ?? 0;
        if (Reassignment.OpenOffer(history, decided, now) is not { } offer || await TicketsOf(db, connectionId, offer.FromId).CountAsync(cancellationToken) == 0)
        {
            return NoOffer;
        }

        return new ReassignmentOffers(connection, offer);
    }

    /// <summary>What is offered: the open tickets that are still the previous owner's.</summary>
    public static IQueryable<TicketRow> TicketsOf(TicketsDb db, Guid connectionId, Guid fromId) =>
        db.Tickets.Where(row => row.ConnectionId == connectionId && row.AssigneeId == fromId && (row.Status == TicketStatus.Open || row.Status == TicketStatus.InProgress));

    /// <summary>Writes down the answer. Of two at once the second runs into the first one's row.</summary>
    public void Decide(TicketsDb db, bool accepted, Caller caller, DateTimeOffset at) =>
        db.Add(new ReassignmentDecisionRow
        {
            ConnectionId = Connection.Id,
            Version = Offer.Version,
            RealmId = Connection.RealmId,
            OrganizationId = Connection.SellerId,
            Accepted = accepted,
            DecidedById = caller.PersonId,
            At = at,
        });
}
