using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Tickets.Api.Tests;

/// <summary>One operation, as somebody tries it on rows that may be none of its business.</summary>
/// <param name="Path">With <c>{ticket}</c>, <c>{comment}</c>, <c>{attachment}</c> or <c>{connection}</c> where a row is named.</param>
/// <param name="Body">JSON, or bytes for a file.</param>
/// <param name="AgentsOnly">Whether only the roles that answer tickets may do it.</param>
/// <param name="WhileSuspended">Whether people of a suspended organisation may do it.</param>
internal sealed record TicketRoute(string Operation, HttpMethod Method, string Path, object? Body = null, bool AgentsOnly = false, bool WhileSuspended = false)
{
    public bool IsWrite => Method != HttpMethod.Get;

    public bool NamesARow => Path.Contains('{', StringComparison.Ordinal) || Operation == "create-ticket";

    public async Task<(int Status, string Body)> TryAsync(HttpClient client, IReadOnlyDictionary<string, Guid> rows)
    {
        using var request = new HttpRequestMessage(Method, "/api/tickets/v1/" + Fill(Path, rows));
        if (Body is byte[] file)
        {
            request.Content = new ByteArrayContent(file);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        }
        else if (Body is not null)
        {
            request.Content = JsonContent.Create(JsonDocument.Parse(Fill(JsonSerializer.Serialize(Body), rows)));
        }

        using var response = await client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async Task<(string Operation, int Status, string? Code)> RefusalAsync(HttpClient client, IReadOnlyDictionary<string, Guid> rows)
    {
        var (status, body) = await TryAsync(client, rows);
        return (Operation, status, status < 400 ? body : JsonDocument.Parse(body).RootElement.GetProperty("code").GetString());
    }

    private static string Fill(string text, IReadOnlyDictionary<string, Guid> rows) => rows.Aggregate(text, (filled, row) => filled.Replace(row.Key, row.Value.ToString(), StringComparison.Ordinal));
}

/// <summary>Every operation of the service. A route that is missing here fails a test.</summary>
internal static class TicketRoutes
{
    public static readonly IReadOnlyList<TicketRoute> All =
    [
        new("create-ticket", HttpMethod.Post, "tickets", new { subject = "Hello", body = "There", connectionId = "{connection}" }, WhileSuspended: true),
        new("list-tickets", HttpMethod.Get, "tickets"),
        new("get-ticket", HttpMethod.Get, "tickets/{ticket}"),
        new("comment-on-ticket", HttpMethod.Post, "tickets/{ticket}/comments", new { body = "Hello" }, WhileSuspended: true),
        new("attach-to-comment", HttpMethod.Post, "tickets/{ticket}/comments/{comment}/attachments?fileName=a.bin", new byte[] { 1, 2, 3 }, WhileSuspended: true),
        new("download-attachment", HttpMethod.Get, "tickets/{ticket}/attachments/{attachment}"),
        new("set-ticket-status", HttpMethod.Post, "tickets/{ticket}/status", new { status = "closed" }, AgentsOnly: true),
        new("set-ticket-priority", HttpMethod.Post, "tickets/{ticket}/priority", new { priority = "low" }, AgentsOnly: true),
        new("assign-ticket", HttpMethod.Post, "tickets/{ticket}/assignee", new { assigneeId = (Guid?)null }, AgentsOnly: true),
        new("reopen-ticket", HttpMethod.Post, "tickets/{ticket}/reopen"),
        new("escalate-ticket", HttpMethod.Post, "tickets/{ticket}/escalate", new { reason = "Look" }, AgentsOnly: true),
        new("deescalate-ticket", HttpMethod.Post, "tickets/{ticket}/de-escalate", AgentsOnly: true),
        new("get-reassignment-offer", HttpMethod.Get, "connections/{connection}/reassignment-offer", AgentsOnly: true),
        new("accept-reassignment", HttpMethod.Post, "connections/{connection}/reassignment-offer/accept", AgentsOnly: true),
        new("decline-reassignment", HttpMethod.Post, "connections/{connection}/reassignment-offer/decline", AgentsOnly: true),
    ];

    /// <summary>The ids of all operations of a running service that are Tickets' own.</summary>
    public static IEnumerable<string> ServedBy(IServiceProvider services) =>
        services.GetRequiredService<EndpointDataSource>().Endpoints
            .OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/api/tickets/v1", StringComparison.Ordinal) && !route.RoutePattern.RawText.Contains("/admin/", StringComparison.Ordinal))
            .Select(route => route.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName)
            .OfType<string>();
}
