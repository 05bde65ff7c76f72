namespace Tickets.Domain.Tests;

public sealed class AttachmentsTests
{
    [Theory]
    [InlineData("trace.txt", null)]
    [InlineData("Übersicht (2).pdf", null)]
    [InlineData(null, "required")]
    [InlineData("", "required")]
    [InlineData("../../etc/passwd", "invalid_file_name")]
    [InlineData("a\\b.txt", "invalid_file_name")]
    [InlineData("..", "invalid_file_name")]
    [InlineData(" spaced.txt", "invalid_file_name")]
    [InlineData("line\nbreak.txt", "invalid_file_name")]
    [InlineData("quo\"te.txt", "invalid_file_name")]
    [InlineData("gpj.\u202Eexe", "invalid_file_name")]
    public void RefuseName_EachName_IsAsTheRulesSay(string? name, string? code) => Assert.Equal(code, Attachments.RefuseName(name)?.Code);

    [Fact]
    public void RefuseName_AsLongAsCanBe_Passes()
    {
        Assert.Null(Attachments.RefuseName(new string('a', Attachments.LongestName)));
        Assert.Equal("too_long", Attachments.RefuseName(new string('a', Attachments.LongestName + 1))!.Code);
    }

    public static TheoryData<string, byte[], string?> Contents => new()
    {
        { "image/png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0], null },
        { "image/png", [.. "<html>"u8], "attachment_content_mismatch" },
        { "image/png", [0x89], "attachment_content_mismatch" },
        { "image/jpeg", [0xFF, 0xD8, 0xFF, 0xE0], null },
        { "image/gif", [.. "GIF89a"u8], null },
        { "image/webp", [.. "RIFF\u0001\u0001\u0001\u0001WEBP"u8], null },
        { "image/webp", [.. "RIFF"u8], "attachment_content_mismatch" },
        { "audio/wav", [.. "RIFF\u0001\u0001\u0001\u0001WAVE"u8], null },
        { "audio/mpeg", [0xFF, 0xFB], null },
        { "audio/mpeg", [.. "ID3"u8], null },
        { "video/mp4", [0, 0, 0, 24, .. "ftypisom"u8], null },
        { "application/pdf", [.. "%PDF-1.7"u8], null },
        { "application/zip", [.. "PK\u0003\u0004"u8], null },
        { "application/gzip", [0x1F, 0x8B], null },
        { "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", [.. "PK\u0003\u0004"u8], null },
        { "text/plain", [.. "Hello"u8], null },
        { "text/plain", [0x4D, 0x5A, 0], "attachment_content_mismatch" },
        { "application/octet-stream", [0, 1, 2], null },
        { "application/octet-stream", [], "attachment_empty" },
        { "text/html", [.. "<html>"u8], "attachment_type_not_allowed" },
        { "image/svg+xml", [.. "<svg>"u8], "attachment_type_not_allowed" },
        { "application/javascript", [.. "alert()"u8], "attachment_type_not_allowed" },
    };

    [Theory]
    [MemberData(nameof(Contents))]
    public void RefuseContent_EachType_IsCheckedAgainstTheBeginning(string type, byte[] beginning, string? code) =>
        Assert.Equal(code, Attachments.RefuseContent(type, beginning)?.Code);

    [Fact]
    public void RefuseContent_NoType_IsRefused() => Assert.Equal("attachment_type_not_allowed", Attachments.RefuseContent(type: null, "Hello"u8)!.Code);

    [Theory]
    [InlineData(9, 99, null)]
    [InlineData(10, 10, "too_many_attachments")]
    [InlineData(0, 100, "too_many_attachments")]
    public void RefuseCount_EachLimit_Holds(int onComment, int onTicket, string? code) => Assert.Equal(code, Attachments.RefuseCount(onComment, onTicket)?.Code);
}
