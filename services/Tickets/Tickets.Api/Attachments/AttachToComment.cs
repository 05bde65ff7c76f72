using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Primitives;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using ServiceDefaults.Web;
using Tickets.Api.Storage;
using Tickets.Api.Tickets;
using Tickets.Contracts.V1;
using Tickets.Domain;

namespace Tickets.Api.Attachments;

/// <summary>Who has said something attaches a file to it. On a note of the seller's it stays as invisible to the buyer as the note.</summary>
internal static class AttachToComment
{
    public static async Task<Results<Created<AttachmentView>, ProblemHttpResult>> Handle(
        Guid id, Guid commentId, string? fileName, UploadedFile file, Caller caller, TicketsDb db, RealmClock clock, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.JoinTransaction(cancellationToken);
        if ((await TicketToChange.LoadLocked(db, id, caller, cancellationToken)).IsRefused(out var refusal, out var loaded))
        {
            return Problems.Of(refusal);
        }

        var (ticket, party) = loaded;
        if (await Find(db, id, commentId, cancellationToken) is not { } entry)
        {
            return Problems.NotFound("comment");
        }

        var no = entry.RefuseStranger(caller)
            ?? Parties.RefuseSuspended(party, caller.IsSuspended)
            ?? TicketLifecycle.Table.Next(ticket.Status, TicketAction.Comment, party).Refusal
            ?? Domain.Attachments.RefuseName(fileName)
            ?? Domain.Attachments.RefuseContent(file.ContentType, await Beginning(file, cancellationToken))
            ?? await RefuseCount(db, id, commentId, cancellationToken);
        if (no is not null)
        {
            return Problems.Of(no);
        }

        var view = new AttachmentView(Guid.CreateVersion7(), fileName!, file.ContentType!, file.Size, clock.Now);
        ticket.TakenUp |= party == Party.Seller;
        if (entry.IsInternal)
        {
            db.Add(Internal(view, ticket, commentId));
        }
        else
        {
            db.Add(Public(view, ticket, commentId));
            ticket.UpdatedAt = view.At;
            ticket.Version++;
            db.Emit(new TicketChanged(ticket.ToContract()), ticket.Id, ticket.Version, view.At);
        }

        await db.SaveChangesAsync(cancellationToken);
        file.Content.Position = 0;
        await db.WriteContent(view.Id, ticket.RealmId, file.Content, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return TypedResults.Created($"/api/tickets/v1/tickets/{id}/attachments/{view.Id}", view);
    }

    private static async Task<Entry?> Find(TicketsDb db, Guid ticketId, Guid id, CancellationToken cancellationToken) =>
        await db.Comments.Where(row => row.Id == id && row.TicketId == ticketId).Select(row => new Entry(row.AuthorId, row.AuthorOrganizationId, false)).SingleOrDefaultAsync(cancellationToken)
        ?? await db.InternalNotes.Where(row => row.Id == id && row.TicketId == ticketId).Select(row => new Entry(row.AuthorId, row.OrganizationId, true)).SingleOrDefaultAsync(cancellationToken);

    private static async Task<byte[]> Beginning(UploadedFile file, CancellationToken cancellationToken)
    {
        var beginning = new byte[Math.Min(Domain.Attachments.BeginningBytes, file.Size)];
        file.Content.Position = 0;
        await file.Content.ReadExactlyAsync(beginning, cancellationToken);
        return beginning;
    }

    private static async Task<Refusal?> RefuseCount(TicketsDb db, Guid ticketId, Guid entryId, CancellationToken cancellationToken)
    {
        // What is internal does not count against the buyer, who would notice it by that.
        var onEntry = await db.Attachments.CountAsync(row => row.CommentId == entryId && row.TicketId == ticketId, cancellationToken)
            + await db.InternalAttachments.CountAsync(row => row.NoteId == entryId && row.TicketId == ticketId, cancellationToken);
        var onTicket = await db.Attachments.CountAsync(row => row.TicketId == ticketId, cancellationToken)
            + await db.InternalAttachments.CountAsync(row => row.TicketId == ticketId, cancellationToken);
        return Domain.Attachments.RefuseCount(onEntry, onTicket);
    }

    private static AttachmentRow Public(AttachmentView view, TicketRow ticket, Guid commentId) => new()
    {
        Id = view.Id,
        RealmId = ticket.RealmId,
        SellerId = ticket.SellerId,
        BuyerId = ticket.BuyerId,
        TicketId = ticket.Id,
        CommentId = commentId,
        FileName = view.FileName,
        ContentType = view.ContentType,
        Size = view.Size,
        At = view.At,
    };

    private static InternalAttachmentRow Internal(AttachmentView view, TicketRow ticket, Guid noteId) => new()
    {
        Id = view.Id,
        RealmId = ticket.RealmId,
        OrganizationId = ticket.SellerId,
        TicketId = ticket.Id,
        NoteId = noteId,
        FileName = view.FileName,
        ContentType = view.ContentType,
        Size = view.Size,
        At = view.At,
    };

    /// <summary>What was said: a comment, or a note.</summary>
    private sealed record Entry(Guid AuthorId, Guid AuthorOrganizationId, bool IsInternal)
    {
        public Refusal? RefuseStranger(Caller caller) =>
            AuthorId == caller.PersonId && AuthorOrganizationId == caller.OrganizationId
                ? null
                : new Refusal("not_the_author", "Only who has written a comment attaches files to it.", RefusalKind.NotPermitted);
    }
}
