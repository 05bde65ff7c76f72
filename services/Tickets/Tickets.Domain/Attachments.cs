using System.Collections.Frozen;
using Primitives;

namespace Tickets.Domain;

/// <summary>Which files can be attached to what is said in a ticket.</summary>
public static class Attachments
{
    /// <summary>10 MiB.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    public const int MaxPerComment = 10;
    public const int MaxPerTicket = 100;
    public const int LongestName = 200;

    /// <summary>How much of a file's beginning <see cref="RefuseContent"/> wants to see, in bytes.</summary>
    public const int BeginningBytes = 16;

    // Nothing that a browser would run, should it ever be shown instead of saved: no HTML, SVG or script.
    private static readonly FrozenDictionary<string, Func<ReadOnlySpan<byte>, bool>> Types = new Dictionary<string, Func<ReadOnlySpan<byte>, bool>>(StringComparer.OrdinalIgnoreCase)
    {
        ["image/png"] = start => start.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        ["image/jpeg"] = start => start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]),
        ["image/gif"] = start => start.StartsWith("GIF87a"u8) || start.StartsWith("GIF89a"u8),
        ["image/webp"] = start => start.StartsWith("RIFF"u8) && At(start, 8).StartsWith("WEBP"u8),
        ["application/pdf"] = start => start.StartsWith("%PDF-"u8),
        ["application/zip"] = IsZip,
        ["application/gzip"] = start => start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]),
        ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"] = IsZip,
        ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] = IsZip,
        ["application/vnd.openxmlformats-officedocument.presentationml.presentation"] = IsZip,
        ["audio/wav"] = start => start.StartsWith("RIFF"u8) && At(start, 8).StartsWith("WAVE"u8),
        ["audio/mpeg"] = start => start.StartsWith("ID3"u8) || (start is [0xFF, var second, ..] && (second & 0xE0) == 0xE0),
        ["video/mp4"] = start => At(start, 4).StartsWith("ftyp"u8),
        ["text/plain"] = IsText,
        ["text/csv"] = IsText,
        ["application/json"] = IsText,
        ["message/rfc822"] = IsText,
        ["application/octet-stream"] = _ => true,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<string> AllowedTypes => Types.Keys.Order(StringComparer.Ordinal);

    /// <summary>Null when the file may be called so: a bare name, which means the same on every system it may be saved on.</summary>
    public static Refusal? RefuseName(string? name) => name switch
    {
        null or "" => Wrong("required", "It must be given."),
        { Length: > LongestName } => Wrong("too_long", $"It may have {LongestName} characters at most."),
        _ when name.Trim() != name || name is "." or ".." => Wrong("invalid_file_name", "It is no file name."),
        _ when name.Any(letter => char.IsControl(letter) || char.IsSurrogate(letter) || letter is '/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|' or '\u202E') =>
            Wrong("invalid_file_name", "It contains a character that no file name has."),
        _ => null,
    };

    /// <summary>Null when a file of this type may be attached and begins like one. What it claims to be is what others will open it as.</summary>
    /// <param name="type">The media type without parameters; null if none was given.</param>
    /// <param name="beginning">Its first <see cref="BeginningBytes"/> bytes, or all it has.</param>
    public static Refusal? RefuseContent(string? type, ReadOnlySpan<byte> beginning)
    {
        if (type is null || !Types.TryGetValue(type, out var beginsLikeOne))
        {
            return new Refusal("attachment_type_not_allowed", $"Files of this type cannot be attached. These can: {string.Join(", ", AllowedTypes)}.", RefusalKind.Unprocessable);
        }

        if (beginning.IsEmpty)
        {
            return new Refusal("attachment_empty", "The file is empty.", RefusalKind.Unprocessable);
        }

        return beginsLikeOne(beginning)
            ? null
            : new Refusal("attachment_content_mismatch", $"The file does not begin like one of type {type}.", RefusalKind.Unprocessable);
    }

    /// <summary>Null when one more fits.</summary>
    public static Refusal? RefuseCount(int onComment, int onTicket) =>
        onComment >= MaxPerComment || onTicket >= MaxPerTicket
            ? new Refusal("too_many_attachments", $"A comment takes {MaxPerComment} files and a ticket {MaxPerTicket}.")
            : null;

    private static bool IsZip(ReadOnlySpan<byte> start) => start.StartsWith("PK\u0003\u0004"u8) || start.StartsWith("PK\u0005\u0006"u8);

    private static bool IsText(ReadOnlySpan<byte> start) => !start.Contains((byte)0);

    private static ReadOnlySpan<byte> At(ReadOnlySpan<byte> start, int offset) => start.Length > offset ? start[offset..] : [];

    private static Refusal Wrong(string code, string detail) => Refusal.Invalid("fileName", code, detail);
}
