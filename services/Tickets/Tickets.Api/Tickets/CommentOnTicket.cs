using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Tickets.Api.Storage;
using Tickets.Contracts.V1;
using Tickets.Domain;

namespace Tickets.Api.Tickets;

/// <param name="Internal">A note for the seller's own people.</param>
internal sealed record NewComment(string Body, bool Internal = false);

/// <summary>Either side speaks, or the seller notes something for itself. A note changes neither version nor time of the ticket, and no event tells of it: the buyer cannot see that there is one.</summary>
internal static class CommentOnTicket
{
    public static async Task<Results<Created<CommentView>, ProblemHttpResult>> Handle(
        Guid id, NewComment body, Caller caller, TicketsDb db, RealmClock clock, CancellationToken cancellationToken)
    {
        if (new FieldChecks().Text("body", body.Body, max: 20_000, multiline: true).Refused(out var invalid))
        {
            return Problems.Of(invalid);
        }

        await using var transaction = await db.Database.JoinTransaction(cancellationToken);
        if ((await TicketToChange.LoadLocked(db, id, caller, cancellationToken)).IsRefused(out var refusal, out var loaded))
        {
            return Problems.Of(refusal);
        }

        var (ticket, party) = loaded;
        if (((body.Internal ? Parties.RequireSeller(party) : null) ?? Parties.RefuseSuspended(party, caller.IsSuspended)) is { } no)
        {
            return Problems.Of(no);
        }

        if (TicketLifecycle.Table.Next(ticket.Status, TicketAction.Comment, party).IsRefused(out var closed, out _))
        {
            return Problems.Of(closed);
        }

        var author = await db.Members.Where(row => row.PersonId == caller.PersonId && row.OrganizationId == caller.OrganizationId)
            .Select(row => row.Name).FirstOrDefaultAsync(cancellationToken);
        var comment = new CommentView(Guid.CreateVersion7(), caller.PersonId, author, caller.OrganizationId, body.Body, body.Internal, clock.Now, Attachments: []);
        ticket.TakenUp |= party == Party.Seller;
        if (body.Internal)
        {
            AddNote(db, ticket, comment);
        }
        else
        {
            AddComment(db, ticket, comment);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Created($"/api/tickets/v1/tickets/{id}", comment);
    }

    private static void AddNote(TicketsDb db, TicketRow ticket, CommentView note) =>
        db.Add(new InternalNoteRow
        {
            Id = note.Id,
            RealmId = ticket.RealmId,
            OrganizationId = ticket.SellerId,
            TicketId = ticket.Id,
            AuthorId = note.AuthorId,
            Body = note.Body,
            At = note.At,
        });

    private static void AddComment(TicketsDb db, TicketRow ticket, CommentView comment)
    {
        db.Add(new CommentRow
        {
            Id = comment.Id,
            RealmId = ticket.RealmId,
            SellerId = ticket.SellerId,
            BuyerId = ticket.BuyerId,
            TicketId = ticket.Id,
            AuthorId = comment.AuthorId,
            AuthorOrganizationId = comment.AuthorOrganizationId,
            Body = comment.Body,
            At = comment.At,
        });
        ticket.CommentCount++;
        ticket.UpdatedAt = comment.At;
        ticket.Version++;
        var fact = new TicketComment(comment.Id, comment.AuthorId, comment.AuthorOrganizationId, comment.Body, comment.At);
        db.Emit(new TicketCommented(ticket.ToContract(), fact), ticket.Id, ticket.Version, comment.At);
    }
}
