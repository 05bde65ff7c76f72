using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Story;

/// <summary>One person at the gateway: an HTTP client with that person's token, and answers that say what was not as told.</summary>
public sealed class StoryClient(HttpClient http, string who)
{
    private string? accessToken;

    /// <summary>For whoever calls the gateway without this client.</summary>
    public string Token => accessToken ?? throw new InvalidOperationException($"{who} has not signed in.");

    public string Who => who;

    public StoryClient SignedIn(string token)
    {
        accessToken = token;
        return this;
    }

    public Task<Answer> GetAsync(string path, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Get, path, content: null, cancellationToken);

    public Task<Answer> PostAsync(string path, object? body = null, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Post, path, JsonContent.Create(body ?? new { }), cancellationToken);

    public Task<Answer> PutAsync(string path, object body, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Put, path, JsonContent.Create(body), cancellationToken);

    public Task<Answer> DeleteAsync(string path, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Delete, path, content: null, cancellationToken);

    /// <summary>The body is a file.</summary>
    public Task<Answer> UploadAsync(string path, byte[] file, string contentType, CancellationToken cancellationToken = default)
    {
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        return SendAsync(HttpMethod.Post, path, content, cancellationToken);
    }

    /// <summary>The answer is a file.</summary>
    /// <exception cref="StoryException">It was refused.</exception>
    public async Task<byte[]> DownloadAsync(string path, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", Token) } };
        using var response = await http.SendAsync(request, cancellationToken);
        return response.IsSuccessStatusCode
            ? await response.Content.ReadAsByteArrayAsync(cancellationToken)
            : throw new StoryException($"{who}: GET {path} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancellationToken)}");
    }

    private async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (accessToken is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        }

        using var response = await http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return new Answer($"{who}: {method} {path}", response.StatusCode, text);
    }
}

/// <summary>What came back for one request.</summary>
public sealed record Answer(string Request, HttpStatusCode Status, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body) ?? throw new StoryException($"{Request} answered {(int)Status} with no body");

    public string? Code => Body.StartsWith('{') ? (string?)Json["code"] : null;

    /// <exception cref="StoryException">The status is another one.</exception>
    public Answer Expect(params HttpStatusCode[] statuses) =>
        statuses.Contains(Status) ? this : throw new StoryException($"{Request} answered {(int)Status}, told was {string.Join(" or ", statuses.Select(s => (int)s))}: {Body}");

    /// <exception cref="StoryException">The status or the problem's code is another one.</exception>
    public Answer ExpectRefusal(HttpStatusCode status, string code) =>
        Expect(status).Code == code ? this : throw new StoryException($"{Request} was refused with '{Code}', told was '{code}': {Body}");

    public string Text(string property) => (string?)Json[property] ?? throw new StoryException($"{Request} answered no '{property}': {Body}");
}

/// <summary>Something was not as told. The message says what, in words for a person.</summary>
public sealed class StoryException(string message) : Exception(message);
