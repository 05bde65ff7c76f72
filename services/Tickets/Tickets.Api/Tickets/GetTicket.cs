using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;
using ServiceDefaults.Web;
using Tickets.Api.Attachments;
using Tickets.Api.Escalations;
using Tickets.Api.Storage;

namespace Tickets.Api.Tickets;

/// <summary>A ticket with its thread and history. The seller's notes come from a table that only the seller's queries reach.</summary>
internal static class GetTicket
{
    public static async Task<Results<Ok<TicketDetail>, ProblemHttpResult>> Handle(Guid id, Caller caller, TicketsDb db, CancellationToken cancellationToken)
    {
        var ticket = await db.Tickets.Where(row => row.Id == id).Select(TicketView.From(db)).SingleOrDefaultAsync(cancellationToken);
        if (ticket is null)
        {
            return Problems.NotFound("ticket");
        }

        var comments = await db.Comments.Where(row => row.TicketId == id).OrderBy(row => row.Id)
            .Select(row => new CommentView(
                row.Id,
                row.AuthorId,
                db.Members.Where(member => member.PersonId == row.AuthorId && member.OrganizationId == row.AuthorOrganizationId).Select(member => member.Name).FirstOrDefault(),
                row.AuthorOrganizationId,
                row.Body,
                false,
                row.At,
                db.Attachments.Where(file => file.CommentId == row.Id).OrderBy(file => file.Id).Select(file => new AttachmentView(file.Id, file.FileName, file.ContentType, file.Size, file.At)).ToList()))
            .ToListAsync(cancellationToken);
        var notes = await db.InternalNotes.Where(row => row.TicketId == id).OrderBy(row => row.Id)
            .Select(row => new CommentView(
                row.Id,
                row.AuthorId,
                db.Members.Where(member => member.PersonId == row.AuthorId && member.OrganizationId == row.OrganizationId).Select(member => member.Name).FirstOrDefault(),
                row.OrganizationId,
                row.Body,
                true,
                row.At,
                db.InternalAttachments.Where(file => file.NoteId == row.Id).OrderBy(file => file.Id).Select(file => new AttachmentView(file.Id, file.FileName, file.ContentType, file.Size, file.At)).ToList()))
            .ToListAsync(cancellationToken);
        var history = await db.TicketChanges.Where(row => row.TicketId == id).OrderBy(row => row.Id)
            .Select(row => new TicketChangeView(
                row.Field,
                row.Before,
                row.After,
                row.ActorId,
                db.Members.Where(member => member.PersonId == row.ActorId && member.OrganizationId == row.ActorOrganizationId).Select(member => member.Name).FirstOrDefault(),
                row.ActorOrganizationId,
                db.Organizations.Where(organization => organization.Id == row.ActorOrganizationId).Select(organization => organization.Name).FirstOrDefault(),
                db.Escalations.Any(escalation => escalation.Id == row.EscalationId),
                row.At))
            .ToListAsync(cancellationToken);

        var escalation = await db.Escalations.Where(row => row.TicketId == id || row.TwinId == id).OrderByDescending(row => row.Id)
            .Select(EscalationView.From(db, caller)).FirstOrDefaultAsync(cancellationToken);

        return TypedResults.Ok(new TicketDetail(ticket, escalation, [.. comments.Concat(notes).OrderBy(entry => entry.At).ThenBy(entry => entry.Id)], history));
    }
}
