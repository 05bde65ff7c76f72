using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Tickets.Api.Tests;

/// <summary>What a client reads of a ticket.</summary>
internal sealed record TicketAnswer(
    Guid Id,
    long Number,
    Guid ConnectionId,
    string? SellerName,
    string? BuyerName,
    Guid AffectedOrganizationId,
    string Subject,
    string Status,
    string Priority,
    string? RequesterName,
    Guid? AssigneeId,
    string? AssigneeName,
    int CommentCount,
    bool IsEscalated,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? ResolvedAt,
    DateTimeOffset? ClosedAt,
    long Version,
    EscalationAnswer? Escalation,
    IReadOnlyList<CommentAnswer>? Thread,
    IReadOnlyList<ChangeAnswer>? History);

internal sealed record CommentAnswer(Guid Id, string? AuthorName, string Body, bool Internal, IReadOnlyList<AttachmentAnswer> Attachments);

internal sealed record AttachmentAnswer(Guid Id, string FileName, string ContentType, long Size);

internal sealed record ChangeAnswer(
    string Field, string? Before, string? After, Guid? ActorId, string? ActorName, Guid? ActorOrganizationId, string? ActorOrganizationName, bool ThroughEscalation, DateTimeOffset At);

internal sealed record EscalationAnswer(Guid Id, Guid? OriginalId, Guid TwinId, long TwinNumber, string Reason, string? EscalatedByName, DateTimeOffset? EndedAt, Guid? EndedByOrganizationId);

internal sealed record PageAnswer(IReadOnlyList<TicketAnswer> Items, string? NextCursor, Dictionary<string, int> Counts);

internal static class Answers
{
    private const string Root = "/api/tickets/v1/tickets";

    public static Task<HttpResponseMessage> Create(this HttpClient client, object body, string? key = null) => client.Post(Root, body, key);

    public static async Task<TicketAnswer> Created(this HttpClient client, string subject = "It does not start", Guid? connectionId = null, string priority = "medium")
    {
        using var response = await client.Create(new { subject, body = "Since this morning.", connectionId, priority });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return await response.Read<TicketAnswer>();
    }

    public static Task<HttpResponseMessage> Do(this HttpClient client, Guid ticketId, string action, object? body = null, string? ifMatch = null, string? key = null) =>
        client.Post($"{Root}/{ticketId}/{action}", body, key, ifMatch);

    public static async Task<TicketAnswer> Done(this HttpClient client, Guid ticketId, string action, object? body = null)
    {
        using var response = await client.Do(ticketId, action, body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Read<TicketAnswer>();
    }

    /// <returns>The twin.</returns>
    public static async Task<TicketAnswer> Escalated(this HttpClient client, Guid ticketId, string reason = "The platform drops calls", string? subject = null)
    {
        using var response = await client.Do(ticketId, "escalate", new { reason, subject });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return await response.Read<TicketAnswer>();
    }

    /// <returns>The comment's id.</returns>
    public static async Task<Guid> Comment(this HttpClient client, Guid ticketId, string body, bool isInternal = false)
    {
        using var response = await client.Do(ticketId, "comments", new { body, @internal = isInternal });
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (await response.Read<CommentAnswer>()).Id;
    }

    public static async Task<HttpResponseMessage> Attach(
        this HttpClient client, Guid ticketId, Guid commentId, byte[] content, string fileName = "note.txt", string type = "application/octet-stream", string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Root}/{ticketId}/comments/{commentId}/attachments?fileName={Uri.EscapeDataString(fileName)}")
        {
            Content = new ByteArrayContent(content),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await client.SendAsync(request);
    }

    public static async Task<AttachmentAnswer> Attached(
        this HttpClient client, Guid ticketId, Guid commentId, byte[]? content = null, string fileName = "note.bin", string type = "application/octet-stream")
    {
        using var response = await client.Attach(ticketId, commentId, content ?? [1, 2, 3], fileName, type);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return await response.Read<AttachmentAnswer>();
    }

    public static Task<HttpResponseMessage> Download(this HttpClient client, Guid ticketId, Guid attachmentId) => client.GetAsync($"{Root}/{ticketId}/attachments/{attachmentId}");

    public static async Task<TicketAnswer> Ticket(this HttpClient client, Guid id) => await Read<TicketAnswer>(await client.GetAsync($"{Root}/{id}"));

    /// <summary>As the caller reads it, letter by letter.</summary>
    public static async Task<string> TicketText(this HttpClient client, Guid id) => await (await client.GetTicket(id)).Content.ReadAsStringAsync();

    public static Task<HttpResponseMessage> GetTicket(this HttpClient client, Guid id) => client.GetAsync($"{Root}/{id}");

    public static async Task<PageAnswer> Tickets(this HttpClient client, string query = "") => await Read<PageAnswer>(await client.GetAsync($"{Root}?{query}"));

    public static Task<HttpResponseMessage> GetTickets(this HttpClient client, string query) => client.GetAsync($"{Root}?{query}");

    public static async Task<T> Read<T>(this HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {text}");
        return JsonSerializer.Deserialize<T>(text, JsonSerializerOptions.Web)!;
    }

    /// <summary>The answer is a problem with this status and code.</summary>
    public static async Task AssertProblem(this HttpResponseMessage response, HttpStatusCode status, string code, string? field = null)
    {
        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal((status, code), (response.StatusCode, problem.GetProperty("code").GetString()));
        if (field is not null)
        {
            Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), $"{field} is not among the errors: {problem}");
        }
    }

    private static async Task<HttpResponseMessage> Post(this HttpClient client, string path, object? body, string? key = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await client.SendAsync(request);
    }
}
