using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using Tickets.Api.Storage;
using Tickets.Domain;

namespace Tickets.Api.Tickets;

/// <summary>A ticket that the caller sees, on a connection that allows changes, and the side the caller is on.</summary>
internal sealed record TicketToChange(TicketRow Ticket, Party Party)
{
    public static async Task<Result<TicketToChange>> Load(TicketsDb db, Guid id, Caller caller, CancellationToken cancellationToken) =>
        await Check(db, await db.Tickets.SingleOrDefaultAsync(row => row.Id == id, cancellationToken), caller, cancellationToken);

    /// <summary>As <see cref="Load"/>, and nobody else changes it until the transaction ends.</summary>
    public static async Task<Result<TicketToChange>> LoadLocked(TicketsDb db, Guid id, Caller caller, CancellationToken cancellationToken) =>
        await Check(db, await db.LockTicket(id, cancellationToken), caller, cancellationToken);

    /// <param name="ticket">As the caller's queries found it; null if they did not.</param>
    public static async Task<Result<TicketToChange>> Check(TicketsDb db, TicketRow? ticket, Caller caller, CancellationToken cancellationToken)
    {
        if (ticket is null)
        {
            return new Refusal("not_found", "There is no such ticket.", RefusalKind.NotFound);
        }

        var status = await db.Connections.Where(row => row.Id == ticket.ConnectionId).Select(row => row.Status).SingleAsync(cancellationToken);
        if (Connections.RefuseWrite(status) is { } refusal)
        {
            return refusal;
        }

        return new TicketToChange(ticket, Parties.Of(caller.OrganizationId, ticket.SellerId));
    }
}
