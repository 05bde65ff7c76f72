using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Testing;

namespace Tickets.Api.Tests;

public sealed class AttachmentTests(TicketsService tickets)
{
    private const int MaxBytes = 10 * 1024 * 1024;

    [Fact]
    public async Task Attach_AsLargeAsCanBe_ComesBackByteForByteAndIsStoredInParts()
    {
        var (_, seller, buyer, _) = await Channel.OpenAsync(tickets);
        var client = tickets.Service.As(buyer.Caller());
        var ticket = await client.Created();
        var comment = await client.Comment(ticket.Id, "The whole trace");
        var content = RandomNumberGenerator.GetBytes(MaxBytes);

        var file = await client.Attached(ticket.Id, comment, content, "trace (1).bin");

        using var download = await tickets.Service.As(seller.Caller()).Download(ticket.Id, file.Id);
        Assert.Equal(HttpStatusCode.OK, download.StatusCode);
        AssertSame(content, await download.Content.ReadAsByteArrayAsync());
        Assert.Equal(MaxBytes, download.Content.Headers.ContentLength);
        Assert.Equal(160, await tickets.Service.CountAsync($"SELECT count(*) FROM attachment_chunk WHERE attachment_id = '{file.Id}' AND length(bytes) <= 65536"));
        var seen = await client.Ticket(ticket.Id);
        Assert.Equal((3L, file), (seen.Version, Assert.Single(Assert.Single(seen.Thread!).Attachments)));
    }

    [Fact]
    public async Task Download_AnyFile_IsSavedAndNeverShown()
    {
        var (_, _, buyer, _) = await Channel.OpenAsync(tickets);
        var client = tickets.Service.As(buyer.Caller());
        var ticket = await client.Created();
        var file = await client.Attached(ticket.Id, await client.Comment(ticket.Id, "Log"), "<script>alert(1)</script>"u8.ToArray(), "Übersicht.txt", "text/plain; charset=utf-8");

        using var download = await client.Download(ticket.Id, file.Id);

        Assert.Equal(("attachment", "Übersicht.txt"), (download.Content.Headers.ContentDisposition!.DispositionType, download.Content.Headers.ContentDisposition.FileNameStar));
        Assert.Equal(("nosniff", "text/plain"), (download.Headers.GetValues("X-Content-Type-Options").Single(), download.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task Attach_ToAnInternalNote_DoesNotExistForTheBuyer()
    {
        var (_, seller, buyer, _) = await Channel.OpenAsync(tickets);
        var client = tickets.Service.As(buyer.Caller());
        var agent = tickets.Service.As(seller.Caller());
        var ticket = await client.Created();
        var note = await agent.Comment(ticket.Id, "Among us", isInternal: true);
        var before = await client.TicketText(ticket.Id);

        var file = await agent.Attached(ticket.Id, note);

        using var unseen = await client.Download(ticket.Id, file.Id);
        using var attach = await client.Attach(ticket.Id, note, "Mine too"u8.ToArray());
        using var seen = await agent.Download(ticket.Id, file.Id);
        await unseen.AssertProblem(HttpStatusCode.NotFound, "not_found");
        await attach.AssertProblem(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(HttpStatusCode.OK, seen.StatusCode);
        Assert.Equal(before, await client.TicketText(ticket.Id));
        Assert.Equal(file.Id, Assert.Single(Assert.Single((await agent.Ticket(ticket.Id)).Thread!).Attachments).Id);
    }

    [Fact]
    public async Task Attach_UploadBreaksOff_LeavesNothing()
    {
        var (_, _, buyer, _) = await Channel.OpenAsync(tickets);
        var client = tickets.Service.As(buyer.Caller());
        var ticket = await client.Created();
        var comment = await client.Comment(ticket.Id, "Half of it");
        using var torn = new StreamContent(new TornStream(bytes: 300_000));
        torn.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");

        await Assert.ThrowsAnyAsync<Exception>(() => client.PostAsync($"/api/tickets/v1/tickets/{ticket.Id}/comments/{comment}/attachments?fileName=half.bin", torn));

        // Whatever the service still did with it has ended when the next one is in.
        var whole = await client.Attached(ticket.Id, comment);
        Assert.Equal(whole.Id, Assert.Single(Assert.Single((await client.Ticket(ticket.Id)).Thread!).Attachments).Id);
        Assert.Equal(0, await tickets.Service.CountAsync("SELECT count(*) FROM attachment_chunk WHERE attachment_id NOT IN (SELECT id FROM attachment UNION SELECT id FROM internal_attachment)"));
    }

    [Theory]
    [InlineData("a/b.txt", "text/plain", "Hello", HttpStatusCode.BadRequest, "invalid_file_name")]
    [InlineData("", "text/plain", "Hello", HttpStatusCode.BadRequest, "required")]
    [InlineData("page.html", "text/html", "<html>", HttpStatusCode.UnprocessableEntity, "attachment_type_not_allowed")]
    [InlineData("picture.png", "image/png", "<html>", HttpStatusCode.UnprocessableEntity, "attachment_content_mismatch")]
    [InlineData("empty.txt", "text/plain", "", HttpStatusCode.UnprocessableEntity, "attachment_empty")]
    public async Task Attach_WrongFile_IsRefusedAndLeavesNothing(string name, string type, string content, HttpStatusCode status, string code)
    {
        var (_, _, buyer, _) = await Channel.OpenAsync(tickets);
        var client = tickets.Service.As(buyer.Caller());
        var ticket = await client.Created();
        var comment = await client.Comment(ticket.Id, "See there");

        using var response = await client.Attach(ticket.Id, comment, System.Text.Encoding.UTF8.GetBytes(content), name, type);

        await response.AssertProblem(status, code);
        Assert.Equal(2, (await client.Ticket(ticket.Id)).Version);
    }

    [Fact]
    public async Task Attach_OneByteTooLarge_IsRefused()
    {
        var (_, _, buyer, _) = await Channel.OpenAsync(tickets);
        var client = tickets.Service.As(buyer.Caller());
        var ticket = await client.Created();
        var comment = await client.Comment(ticket.Id, "All of it");

        using var response = await client.Attach(ticket.Id, comment, new byte[MaxBytes + 1]);

        await response.AssertProblem(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
        Assert.Empty((await client.Ticket(ticket.Id)).Thread!.Single().Attachments);
    }

    [Fact]
    public async Task Attach_MoreThanACommentTakes_IsRefusedThoughManyComeAtOnce()
    {
        var (_, _, buyer, _) = await Channel.OpenAsync(tickets);
        var client = tickets.Service.As(buyer.Caller());
        var ticket = await client.Created();
        var comment = await client.Comment(ticket.Id, "Twelve files");

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(index => client.Attach(ticket.Id, comment, "Hello"u8.ToArray(), $"{index}.txt")));

        Assert.Equal(10, answers.Count(answer => answer.StatusCode == HttpStatusCode.Created));
        foreach (var refused in answers.Where(answer => answer.StatusCode != HttpStatusCode.Created))
        {
            await refused.AssertProblem(HttpStatusCode.Conflict, "too_many_attachments");
        }
    }

    [Fact]
    public async Task Attach_ToWhatSomebodyElseSaid_IsRefused()
    {
        var (_, seller, buyer, _) = await Channel.OpenAsync(tickets);
        var client = tickets.Service.As(buyer.Caller());
        var ticket = await client.Created();
        var comment = await client.Comment(ticket.Id, "Mine");

        using var response = await tickets.Service.As(seller.Caller()).Attach(ticket.Id, comment, "Hello"u8.ToArray());

        await response.AssertProblem(HttpStatusCode.Forbidden, "not_the_author");
    }

    [Fact]
    public async Task Attach_SameIdempotencyKeyTwice_AttachesOnce()
    {
        var (_, _, buyer, _) = await Channel.OpenAsync(tickets);
        var client = tickets.Service.As(buyer.Caller());
        var ticket = await client.Created();
        var comment = await client.Comment(ticket.Id, "Once");
        var content = RandomNumberGenerator.GetBytes(200_000);

        using var first = await client.Attach(ticket.Id, comment, content, "a.bin", "application/octet-stream", key: "attached");
        using var second = await client.Attach(ticket.Id, comment, content, "a.bin", "application/octet-stream", key: "attached");

        Assert.Equal((await first.Read<AttachmentAnswer>()).Id, (await second.Read<AttachmentAnswer>()).Id);
        using var download = await client.Download(ticket.Id, Assert.Single((await client.Ticket(ticket.Id)).Thread!.Single().Attachments).Id);
        AssertSame(content, await download.Content.ReadAsByteArrayAsync());
    }

    /// <summary>Says only that they differ: a message of twenty megabytes helps nobody.</summary>
    private static void AssertSame(byte[] sent, byte[] received) => Assert.True(sent.AsSpan().SequenceEqual(received), "The file came back changed.");

    /// <summary>A sender that dies in the middle.</summary>
    private sealed class TornStream(int bytes) : Stream
    {
        private int _left = bytes;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_left == 0)
            {
                throw new IOException("The line is dead.");
            }

            var read = Math.Min(count, _left);
            _left -= read;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
