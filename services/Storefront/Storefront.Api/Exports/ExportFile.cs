using Microsoft.AspNetCore.Http.HttpResults;

namespace Storefront.Api.Exports;

/// <summary>A workbook on its way to a caller: on disk, not in memory, and complete before its first byte is sent, so that none arrives cut off.</summary>
internal static class ExportFile
{
    private const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    private const int BufferBytes = 64 * 1024;

    /// <param name="write">Writes the rows; the header is there already.</param>
    public static async Task<FileStreamHttpResult> Of(string name, string sheet, IReadOnlyList<SheetColumn> columns, Func<SheetWriter, Task> write)
    {
        // The answer disposes of it, which deletes it.
        var file = new FileStream(
            Path.Combine(Path.GetTempPath(), $"export-{Guid.NewGuid():N}.xlsx"),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            BufferBytes,
            FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        try
        {
            using (var writer = new SheetWriter(file, sheet, columns))
            {
                await write(writer);
                writer.Complete();
            }

            file.Position = 0;
            return TypedResults.Stream(file, ContentType, name);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }
}
