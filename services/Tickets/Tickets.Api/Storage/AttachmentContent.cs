using Microsoft.EntityFrameworkCore;

namespace Tickets.Api.Storage;

/// <summary>Files in chunks: no more than one of them is in memory at a time, and none outlives the transaction it was written in if that is undone.</summary>
internal static class AttachmentContent
{
    /// <summary>Below the size from which .NET's heap keeps objects until the next full collection.</summary>
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Writes the rest of a stream. Needs a transaction.</summary>
    public static async Task WriteContent(this TicketsDb db, Guid attachmentId, Guid realmId, Stream content, CancellationToken cancellationToken)
    {
        var buffer = new byte[ChunkBytes];
        for (var index = 0; ; index++)
        {
            var filled = await content.ReadAtLeastAsync(buffer, ChunkBytes, throwOnEndOfStream: false, cancellationToken);
            if (filled == 0)
            {
                return;
            }

            var chunk = filled == ChunkBytes ? buffer : buffer[..filled];
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO attachment_chunk (attachment_id, index, realm_id, bytes) VALUES ({attachmentId}, {index}, {realmId}, {chunk})", cancellationToken);
        }
    }

    /// <summary>Sends a file chunk by chunk. No connection to the database is held while the reader takes its time.</summary>
    /// <param name="size">The file's, in bytes.</param>
    public static async Task CopyContent(this TicketsDb db, Guid attachmentId, long size, Stream to, CancellationToken cancellationToken)
    {
        var chunks = (size + ChunkBytes - 1) / ChunkBytes;
        for (var index = 0; index < chunks; index++)
        {
            var at = index;
            var chunk = await db.AttachmentChunks.Where(row => row.AttachmentId == attachmentId && row.Index == at).Select(row => row.Bytes).SingleAsync(cancellationToken);
            await to.WriteAsync(chunk, cancellationToken);
        }
    }
}
