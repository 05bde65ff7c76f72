using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;

namespace AppHost.Commands.Demo;

/// <summary>What a logo shows.</summary>
internal enum DemoMark
{
    Rings,
    Diamond,
    Bars,
    Waves,
    Peaks,
}

/// <summary>Draws a logo, as a PNG: a mark in the accent colour on a rounded square of the primary one.</summary>
internal static class DemoLogo
{
    private const int Size = 192;
    private const double Corner = 0.2;

    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(Crc)];

    /// <param name="primary">As #1a2b3c, like <paramref name="accent"/>.</param>
    public static byte[] Draw(string primary, string accent, DemoMark mark)
    {
        var (ground, ink) = (Rgb(primary), Rgb(accent));
        // A row begins with its filter: none.
        var rows = new byte[Size * (1 + (Size * 4))];
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                var (u, v) = ((x + 0.5) / Size, (y + 0.5) / Size);
                var pixel = rows.AsSpan((y * (1 + (Size * 4))) + 1 + (x * 4), 4);
                if (!IsInSquare(u, v))
                    continue;
                (IsInMark(mark, u - 0.5, v - 0.5) ? ink : ground).CopyTo(pixel);
                pixel[3] = byte.MaxValue;
            }
        }

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(rows);
        // Eight bits for each of red, green, blue and opacity.
        byte[] header = [0, 0, 0, Size, 0, 0, 0, Size, 8, 6, 0, 0, 0];
        return [0x89, .. "PNG\r\n"u8, 0x1A, .. "\n"u8, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, packed.ToArray()), .. Chunk("IEND"u8, [])];
    }

    private static bool IsInSquare(double u, double v)
    {
        var (x, y) = (Math.Max(0, Math.Abs(u - 0.5) - (0.5 - Corner)), Math.Max(0, Math.Abs(v - 0.5) - (0.5 - Corner)));
        return Math.Sqrt((x * x) + (y * y)) <= Corner;
    }

    // Both from -0.5 to 0.5, the origin in the middle.
    private static bool IsInMark(DemoMark mark, double x, double y) => mark switch
    {
        DemoMark.Rings => Math.Sqrt((x * x) + (y * y)) is < 0.1 or (> 0.18 and < 0.26) or (> 0.32 and < 0.36),
        DemoMark.Diamond => Math.Abs(x) + Math.Abs(y) is < 0.14 or (> 0.24 and < 0.34),
        DemoMark.Bars => Math.Abs(y) < 0.32 && ((x + 0.3) % 0.2) is > 0.02 and < 0.13 && x is > -0.3 and < 0.3 && y > -0.3 + (0.6 * Math.Abs(x)),
        DemoMark.Waves => Math.Abs(x) < 0.36 && ((y + 0.5 + (0.05 * Math.Sin(x * 16))) % 0.18) < 0.08 && Math.Abs(y) < 0.3,
        _ => y < 0.26 && (y > -0.28 + (1.3 * Math.Abs(x + 0.08)) || y > -0.05 + (1.3 * Math.Abs(x - 0.2))),
    };

    private static byte[] Rgb(string color) =>
        [.. Enumerable.Range(0, 3).Select(part => byte.Parse(color.AsSpan(1 + (part * 2), 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture))];

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] content)
    {
        var chunk = new byte[content.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        type.CopyTo(chunk.AsSpan(4));
        content.CopyTo(chunk, 8);
        var check = uint.MaxValue;
        foreach (var value in chunk.AsSpan(4, content.Length + 4))
            check = CrcTable[(check ^ value) & 0xFF] ^ (check >> 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(content.Length + 8), ~check);
        return chunk;
    }

    private static uint Crc(int value)
    {
        var rest = (uint)value;
        for (var bit = 0; bit < 8; bit++)
            rest = (rest & 1) == 0 ? rest >> 1 : 0xEDB88320 ^ (rest >> 1);
        return rest;
    }
}
