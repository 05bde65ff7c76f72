using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Storefront.Domain.Shops;

namespace Storefront.Domain.Tests.Shops;

public sealed class LogoImageTests
{
    public static TheoryData<string, byte[]> Pictures => new()
    {
        { "image/png 300x200", Bytes("89504E470D0A1A0A", "0000000D", "IHDR", "0000012C", "000000C8", "0802000000") },
        { "image/gif 300x200", Bytes("GIF89a", "2C01", "C800", "F70000") },
        { "image/jpeg 300x200", Bytes("FFD8", "FFE00010", "4A46494600010100000100010000", "FFC2001108", "00C8", "012C", "03011100") },
        { "image/webp 300x200", Bytes("RIFF", "24000000", "WEBP", "VP8 ", "18000000", "300100", "9D012A", "2C01", "C800", "0000000000") },
        { "image/webp 300x200", Bytes("RIFF", "24000000", "WEBP", "VP8L", "18000000", "2F", "2BC13100", "0000000000000000") },
        { "image/webp 300x200", Bytes("RIFF", "24000000", "WEBP", "VP8X", "0A000000", "10000000", "2B0100", "C70000", "00000000") },
    };

    public static TheoryData<byte[]> OtherThings =>
    [
        Array.Empty<byte>(),
        Encoding.UTF8.GetBytes("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"><script>alert(1)</script></svg>"),
        Encoding.UTF8.GetBytes("<!doctype html><img src=x onerror=alert(1)>"),
        Bytes("89504E470D0A1A0A"),
        Bytes("89504E470D0A1A0A", "0000000D", "IEND", "0000012C", "000000C8"),
        Bytes("89504E470D0A1A0A", "0000000D", "IHDR", "00000000", "000000C8"),
        Bytes("FFD8FF", "E00010"),
        Bytes("FFD8", "FFDA0008", "0000000000000000000000000000"),
        Bytes("424D", "0000000000000000000000000000000000000000000000000000000000000000"),
    ];

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Read_Picture_IsKnownByItsBytes(string expected, byte[] file)
    {
        var image = LogoImage.Read(file).Value;

        Assert.Equal(expected, $"{image.ContentType} {image.Width}x{image.Height}");
    }

    [Theory]
    [MemberData(nameof(OtherThings))]
    public void Read_AnythingElse_IsNotAllowed(byte[] file) => Assert.Equal("logo_type_not_allowed", LogoImage.Read(file).Refusal?.Code);

    [Theory]
    [InlineData("000007D0", null)]
    [InlineData("000007D1", "logo_too_large")]
    [InlineData("FFFFFFFF", "logo_too_large")]
    public void Read_WiderThanALogoIs_IsRefused(string width, string? code) =>
        Assert.Equal(code, LogoImage.Read(Bytes("89504E470D0A1A0A", "0000000D", "IHDR", width, "00000001")).Refusal?.Code);

    [Fact]
    public void Read_LargerFileThanALogoHas_IsRefused()
    {
        byte[] picture = Bytes("89504E470D0A1A0A", "0000000D", "IHDR", "00000001", "00000001");

        Assert.Null(LogoImage.Read([.. picture, .. new byte[LogoImage.MaxBytes - picture.Length]]).Refusal);
        Assert.Equal("logo_too_large", LogoImage.Read([.. picture, .. new byte[LogoImage.MaxBytes]]).Refusal?.Code);
    }

    /// <summary>Whatever somebody sends, cut off or scrambled: it is answered.</summary>
    [Fact]
    public void Read_AnyBytes_IsAnswered() =>
        Prop.ForAll(
            Gen.Choose(0, 5).SelectMany(which => Gen.Choose(0, 255).ArrayOf().Select(tail => (Head: which, Tail: tail))).ToArbitrary(),
            made =>
            {
                var head = (byte[])Pictures.ElementAt(made.Head).Data.Item2;
                byte[] file = [.. head.Take(made.Tail.Length), .. made.Tail.Select(value => (byte)value)];
                var read = LogoImage.Read(file);
                return read.Refusal is not null || (read.Value.Width <= LogoImage.MaxPixels && read.Value.Height <= LogoImage.MaxPixels);
            }).QuickCheckThrowOnFailure();

    /// <summary>Hexadecimal digits where they are some, letters otherwise.</summary>
    private static byte[] Bytes(params string[] parts) =>
        [.. parts.SelectMany(part => part.Length % 2 == 0 && part.All(char.IsAsciiHexDigit) ? Convert.FromHexString(part) : Encoding.ASCII.GetBytes(part))];
}
