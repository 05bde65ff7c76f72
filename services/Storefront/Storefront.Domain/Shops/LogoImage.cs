using System.Buffers.Binary;
using Primitives;

namespace Storefront.Domain.Shops;

/// <summary>A picture that browsers show and never run, as its first bytes say: whatever the sender calls it does not count.</summary>
/// <param name="Width">In pixels, and so is <paramref name="Height"/>.</param>
public sealed record LogoImage(string ContentType, int Width, int Height)
{
    /// <summary>512 KiB.</summary>
    public const int MaxBytes = 512 * 1024;

    public const int MaxPixels = 2000;

    private static readonly Refusal NotAllowed = new(
        "logo_type_not_allowed", "A logo is a PNG, JPEG, GIF or WebP picture.", RefusalKind.Unprocessable);

    /// <returns>Refused with <c>logo_type_not_allowed</c> or <c>logo_too_large</c>.</returns>
    public static Result<LogoImage> Read(ReadOnlySpan<byte> file)
    {
        if (file.Length > MaxBytes)
        {
            return new Refusal("logo_too_large", "A logo has 512 KiB at most.", RefusalKind.Unprocessable);
        }

        if ((Png(file) ?? Gif(file) ?? WebP(file) ?? Jpeg(file)) is not { Width: > 0, Height: > 0 } image)
        {
            return NotAllowed;
        }

        return image is { Width: <= MaxPixels, Height: <= MaxPixels }
            ? image
            : new Refusal("logo_too_large", $"A logo is {MaxPixels} pixels wide and high at most.", RefusalKind.Unprocessable);
    }

    private static LogoImage? Png(ReadOnlySpan<byte> file) =>
        file.Length >= 24 && file.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) && file[12..].StartsWith("IHDR"u8)
            ? Of("image/png", BinaryPrimitives.ReadUInt32BigEndian(file[16..]), BinaryPrimitives.ReadUInt32BigEndian(file[20..]))
            : null;

    private static LogoImage? Gif(ReadOnlySpan<byte> file) =>
        file.Length >= 10 && (file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8))
            ? Of("image/gif", BinaryPrimitives.ReadUInt16LittleEndian(file[6..]), BinaryPrimitives.ReadUInt16LittleEndian(file[8..]))
            : null;

    /// <summary>Three kinds: lossy, lossless, and extended, which says its size first.</summary>
    private static LogoImage? WebP(ReadOnlySpan<byte> file)
    {
        const string type = "image/webp";
        if (file.Length < 30 || !file.StartsWith("RIFF"u8) || !file[8..].StartsWith("WEBP"u8))
        {
            return null;
        }

        var chunk = file[12..];
        if (chunk.StartsWith("VP8 "u8) && file[23..].StartsWith((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A]))
        {
            return Of(type, BinaryPrimitives.ReadUInt16LittleEndian(file[26..]) & 0x3FFFu, BinaryPrimitives.ReadUInt16LittleEndian(file[28..]) & 0x3FFFu);
        }

        if (chunk.StartsWith("VP8L"u8) && file[20] == 0x2F)
        {
            var packed = BinaryPrimitives.ReadUInt32LittleEndian(file[21..]);
            return Of(type, (packed & 0x3FFF) + 1, ((packed >> 14) & 0x3FFF) + 1);
        }

        return chunk.StartsWith("VP8X"u8) ? Of(type, UInt24(file[24..]) + 1, UInt24(file[27..]) + 1) : null;
    }

    /// <summary>The size stands in the frame header, behind any number of segments that say how long they are.</summary>
    private static LogoImage? Jpeg(ReadOnlySpan<byte> file)
    {
        if (!file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            return null;
        }

        var at = 2;
        while (at + 9 <= file.Length && file[at] == 0xFF)
        {
            var marker = file[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return Of("image/jpeg", BinaryPrimitives.ReadUInt16BigEndian(file[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(file[(at + 5)..]));
            }

            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
        }

        return null;
    }

    private static uint UInt24(ReadOnlySpan<byte> bytes) => bytes[0] | ((uint)bytes[1] << 8) | ((uint)bytes[2] << 16);

    private static LogoImage Of(string type, uint width, uint height) => new(type, (int)Math.Min(width, int.MaxValue), (int)Math.Min(height, int.MaxValue));
}
