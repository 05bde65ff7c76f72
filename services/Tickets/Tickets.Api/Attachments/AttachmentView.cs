namespace Tickets.Api.Attachments;

/// <param name="Size">In bytes.</param>
internal sealed record AttachmentView(Guid Id, string FileName, string ContentType, long Size, DateTimeOffset At);
