using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Web;
using Tickets.Api.Storage;

namespace Tickets.Api.Attachments;

/// <summary>The file as it was attached, to be saved and never shown or guessed at: it comes from whoever wrote the ticket.</summary>
internal static class DownloadAttachment
{
    public static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> Handle(Guid id, Guid attachmentId, TicketsDb db, HttpContext context, CancellationToken cancellationToken)
    {
        if (await Find(db, id, attachmentId, cancellationToken) is not { } file)
        {
            return Problems.NotFound("attachment");
        }

        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.ContentLength = file.Size;
        return TypedResults.Stream(body => db.CopyContent(file.Id, file.Size, body, cancellationToken), file.ContentType, file.FileName);
    }

    private static async Task<AttachmentView?> Find(TicketsDb db, Guid ticketId, Guid id, CancellationToken cancellationToken) =>
        await db.Attachments.Where(row => row.Id == id && row.TicketId == ticketId)
            .Select(row => new AttachmentView(row.Id, row.FileName, row.ContentType, row.Size, row.At)).SingleOrDefaultAsync(cancellationToken)
        ?? await db.InternalAttachments.Where(row => row.Id == id && row.TicketId == ticketId)
            .Select(row => new AttachmentView(row.Id, row.FileName, row.ContentType, row.Size, row.At)).SingleOrDefaultAsync(cancellationToken);
}
