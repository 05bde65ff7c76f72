using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using AppHost.Installation;

namespace AppHost.Commands;

/// <summary>The platform's API as one signed-in person uses it for one organisation, through the gateway.</summary>
internal sealed class GatewayApi : IDisposable
{
    public const string Orgs = "/api/orgs/v1";
    public const string Billing = "/api/billing/v1";
    public const string Tickets = "/api/tickets/v1";
    public const string Storefront = "/api/storefront/v1";

    // One pool for all: a person's first call needs no new connection.
    private static readonly SocketsHttpHandler Connections = new();
    private static long s_calls;

    private readonly HttpClient _http;
    private readonly Func<CancellationToken, Task<JsonNode>>? _tokens;
    private string? _accessToken;

    private GatewayApi(Uri gateway, Func<CancellationToken, Task<JsonNode>>? tokens)
    {
        _http = new HttpClient(Connections, disposeHandler: false) { BaseAddress = gateway };
        _tokens = tokens;
    }

    /// <summary>How many requests this process has sent.</summary>
    public static long Calls => Interlocked.Read(ref s_calls);

    /// <summary>Somebody without a token.</summary>
    public static GatewayApi Anonymous(LocalInstallation installation) => new(new Uri(installation.Gateway), tokens: null);

    /// <summary>The operator's first super admin.</summary>
    public static Task<GatewayApi> OperatorAsync(LocalInstallation installation, CancellationToken cancellationToken) =>
        SignInAsync(installation, LocalInstallation.OperatorEmail, installation.SecretOf("operator-password"), "live", cancellationToken);

    /// <param name="realm">The realm's slug.</param>
    public static async Task<GatewayApi> SignInAsync(LocalInstallation installation, string email, string password, string realm, CancellationToken cancellationToken)
    {
        var stranger = Anonymous(installation);
        var api = new GatewayApi(new Uri(installation.Gateway), token => stranger.PostAsync($"{Orgs}/sign-in", new { email, password, realm }, token));
        await api.TakeTokenAsync(cancellationToken);
        return api;
    }

    /// <summary>The same person acting for another organisation that it belongs to. Who never does, takes no token for it.</summary>
    public GatewayApi For(Guid organizationId) => new(_http.BaseAddress!, token => PostAsync($"{Orgs}/switch-organization", new { organizationId }, token));

    /// <summary>Takes a token at once, not at the first call.</summary>
    public Task SignInAsync(CancellationToken cancellationToken) => _accessToken is null && _tokens is not null ? TakeTokenAsync(cancellationToken) : Task.CompletedTask;

    public Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, () => null, cancellationToken);

    public Task<JsonNode> PostAsync(string path, object body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, () => JsonContent.Create(body), cancellationToken);

    public Task<JsonNode> PutAsync(string path, object body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Put, path, () => JsonContent.Create(body), cancellationToken);

    public Task<JsonNode> PatchAsync(string path, object body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Patch, path, () => JsonContent.Create(body), cancellationToken);

    /// <param name="method">POST where the file is one more, PUT where it takes another's place.</param>
    public Task<JsonNode> UploadAsync(HttpMethod method, string path, byte[] content, string mediaType, CancellationToken cancellationToken) =>
        SendAsync(method, path, () => new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } }, cancellationToken);

    /// <summary>Waits until a clock has moved: everything that fell due has happened when it returns.</summary>
    public Task<JsonNode> ClockJobDoneAsync(Guid realmId, Guid jobId, CancellationToken cancellationToken) => Eventually.ValueAsync(
        async token => await GetAsync($"{Orgs}/realms/{realmId}/clock-jobs/{jobId}?wait=20", token) is { } seen && (string?)seen["status"] == "done" ? seen : null,
        cancellationToken,
        Eventually.ClockJob);

    public void Dispose() => _http.Dispose();

    private async Task TakeTokenAsync(CancellationToken cancellationToken) => _accessToken = (string?)(await _tokens!(cancellationToken))["accessToken"];

    /// <exception cref="HttpRequestException">The answer is no success; the message says in one line what was asked and why it was refused.</exception>
    private async Task<JsonNode> SendAsync(HttpMethod method, string path, Func<HttpContent?> content, CancellationToken cancellationToken)
    {
        await SignInAsync(cancellationToken);
        for (var isFirst = true; ; isFirst = false)
        {
            using var request = new HttpRequestMessage(method, path) { Content = content() };
            request.Headers.Authorization = _accessToken is { } token ? new AuthenticationHeaderValue("Bearer", token) : null;
            Interlocked.Increment(ref s_calls);
            using var response = await _http.SendAsync(request, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            if (response.IsSuccessStatusCode)
                return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
            if (isFirst && response.StatusCode == HttpStatusCode.Unauthorized && _tokens is not null)
                await TakeTokenAsync(cancellationToken);
            else if (response.StatusCode == HttpStatusCode.TooManyRequests && response.Headers.RetryAfter?.Delta is { } pause)
                await Task.Delay(pause, cancellationToken);
            else
                throw new HttpRequestException($"{method} {path} answered {(int)response.StatusCode}{Reason(text)}", inner: null, response.StatusCode);
        }
    }

    /// <summary>The problem's code, the trace under which the services' logs have it, and its detail; the answer itself where it is no problem of theirs.</summary>
    private static string Reason(string answer)
    {
        try
        {
            return JsonNode.Parse(answer) is JsonObject problem
                ? $" {(string?)problem["code"]}, trace {(string?)problem["traceId"]}: {(string?)problem["detail"]} {problem["errors"]?.ToJsonString()}".TrimEnd()
                : $": {answer}";
        }
        catch (JsonException)
        {
            return $": {answer.ReplaceLineEndings(" ")}";
        }
    }
}
