using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AppHost.Installation;

namespace AppHost.Commands;

/// <summary>The platform's API as one signed-in person uses it, through the gateway.</summary>
internal sealed class GatewayApi : IDisposable
{
    public const string Orgs = "/api/orgs/v1";

    private readonly HttpClient _http;

    private GatewayApi(string gateway) => _http = new HttpClient { BaseAddress = new Uri(gateway) };

    /// <summary>Somebody without a token.</summary>
    public static GatewayApi Anonymous(LocalInstallation installation) => new(installation.Gateway);

    /// <summary>The operator's first super admin.</summary>
    public static Task<GatewayApi> OperatorAsync(LocalInstallation installation, CancellationToken cancellationToken) =>
        SignInAsync(installation, LocalInstallation.OperatorEmail, installation.SecretOf("operator-password"), "live", cancellationToken);

    /// <param name="realm">The realm's slug.</param>
    public static async Task<GatewayApi> SignInAsync(LocalInstallation installation, string email, string password, string realm, CancellationToken cancellationToken)
    {
        var api = Anonymous(installation);
        var session = await api.PostAsync($"{Orgs}/sign-in", new { email, password, realm }, cancellationToken);
        api._http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string?)session["accessToken"]);
        return api;
    }

    public Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, body: null, cancellationToken);

    public Task<JsonNode> PostAsync(string path, object body, CancellationToken cancellationToken) => SendAsync(HttpMethod.Post, path, body, cancellationToken);

    public Task<JsonNode> PutAsync(string path, object body, CancellationToken cancellationToken) => SendAsync(HttpMethod.Put, path, body, cancellationToken);

    public void Dispose() => _http.Dispose();

    /// <exception cref="HttpRequestException">The answer is no success; the message carries the problem's detail.</exception>
    private async Task<JsonNode> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : JsonContent.Create(body);
        using var response = await _http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"{method} {path} answered {(int)response.StatusCode}: {text}", inner: null, response.StatusCode);
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }
}
