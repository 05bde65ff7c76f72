using ServiceDefaults.Storage;

namespace Tickets.Api.Storage;

/// <summary>A file that belongs to a comment, for both sides.</summary>
internal sealed class AttachmentRow : IConnectionRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }
    public required Guid SellerId { get; init; }
    public required Guid BuyerId { get; init; }
    public required Guid TicketId { get; init; }
    public required Guid CommentId { get; init; }
    public required string FileName { get; init; }
    public required string ContentType { get; init; }

    /// <summary>In bytes.</summary>
    public required long Size { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>A file that belongs to an internal note. A table of its own, as the notes have.</summary>
internal sealed class InternalAttachmentRow : IOwnedRow
{
    public required Guid Id { get; init; }
    public required Guid RealmId { get; init; }

    /// <summary>The seller.</summary>
    public required Guid OrganizationId { get; init; }

    public required Guid TicketId { get; init; }
    public required Guid NoteId { get; init; }
    public required string FileName { get; init; }
    public required string ContentType { get; init; }

    /// <summary>In bytes.</summary>
    public required long Size { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>A part of a file's content. Reached only by way of its attachment, which says who sees it.</summary>
internal sealed class AttachmentChunkRow : IRealmRow
{
    public required Guid AttachmentId { get; init; }

    /// <summary>From 0.</summary>
    public required int Index { get; init; }

    public required Guid RealmId { get; init; }
    public required byte[] Bytes { get; init; }
}
