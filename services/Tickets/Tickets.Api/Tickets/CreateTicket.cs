using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Tickets.Api.Storage;
using Tickets.Domain;

namespace Tickets.Api.Tickets;

/// <param name="ConnectionId">Needed where the caller's organisation has several connections.</param>
internal sealed record NewTicket(string Subject, string Body, Guid? ConnectionId = null, TicketPriority Priority = TicketPriority.Medium);

/// <summary>Either side opens a ticket on a connection. It is the Support Owner's at once, or waits in the seller's queue.</summary>
internal static class CreateTicket
{
    public static async Task<Results<Created<TicketView>, ProblemHttpResult>> Handle(
        NewTicket body, Caller caller, TicketsDb db, RealmClock clock, CancellationToken cancellationToken)
    {
        var checks = new FieldChecks().Text("subject", body.Subject, max: 200).Text("body", body.Body, max: 20_000, multiline: true);
        if (checks.Refused(out var invalid))
        {
            return Problems.Of(invalid);
        }

        await using var transaction = await db.Database.JoinTransaction(cancellationToken);
        if ((await LockConnection(body.ConnectionId, caller, db, cancellationToken)).IsRefused(out var unclear, out var connection))
        {
            return Problems.Of(unclear);
        }

        if (Connections.RefuseNewTicket(connection.Status, connection.Kind) is { } refusal)
        {
            return Problems.Of(refusal);
        }

        var owners = await db.SupportOwners.Where(row => row.ConnectionId == connection.Id)
            .Select(row => new OwnerChange(row.Version, row.At, row.OwnerId)).ToListAsync(cancellationToken);
        var now = clock.Now;
        var owner = Routing.OwnerAt(owners, now);
        var membership = owner is { } personId ? await db.LockMembership(personId, connection.SellerId, cancellationToken) : null;
        var ticket = new TicketRow
        {
            Id = Guid.CreateVersion7(),
            RealmId = connection.RealmId,
            ConnectionId = connection.Id,
            SellerId = connection.SellerId,
            BuyerId = connection.BuyerId,
            AffectedOrganizationId = connection.BuyerId,
            Number = await db.NextTicketNumber(connection.SellerId, cancellationToken),
            Subject = body.Subject.Trim(),
            Body = body.Body,
            Status = TicketStatus.Open,
            Priority = body.Priority,
            RequesterId = caller.PersonId,
            RequesterOrganizationId = caller.OrganizationId,
            AssigneeId = Routing.Assign(owner, membership, connection.SellerId),
            CreatedAt = now,
            UpdatedAt = now,
        };
        db.Open(ticket);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        var view = await db.Tickets.Where(row => row.Id == ticket.Id).Select(TicketView.From(db)).SingleAsync(cancellationToken);
        return TypedResults.Created($"/api/tickets/v1/tickets/{ticket.Id}", view);
    }

    /// <summary>The connection that the caller named, or its only one.</summary>
    private static async Task<Result<ConnectionRow>> LockConnection(Guid? named, Caller caller, TicketsDb db, CancellationToken cancellationToken)
    {
        if (named is { } id)
        {
            return await db.LockConnection(id, cancellationToken) is { } connection
                ? connection
                : new Refusal("not_found", "There is no such connection.", RefusalKind.NotFound);
        }

        var own = await db.LockOwnConnections(caller.OrganizationId, cancellationToken);
        return Connections.OnlyOne([.. own.Select(row => (row.Id, row.Status))]).IsRefused(out var unclear, out var only) ? unclear : own.Single(row => row.Id == only);
    }
}
