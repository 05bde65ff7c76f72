using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Orgs.Api.Tests;

/// <summary>Speaks to the API as one caller and checks the status of each answer.</summary>
public sealed class Client(HttpClient http)
{
    private const string Root = "/api/orgs/v1/";

    public HttpClient Http => http;

    /// <summary>What the caller signed in with; the newest tokens.</summary>
    public JsonElement Tokens { get; private set; }

    public string PersonId => Tokens.GetProperty("person").Text("id");

    public string OrganizationId => Tokens.Text("organizationId");

    public string RefreshToken => Tokens.Text("refreshToken");

    public async Task<Client> SignInAsync(string email, string password, string realm, string? organizationId = null)
    {
        Use(await PostAsync("sign-in", new { email, password, realm, organizationId }, 200));
        return this;
    }

    public async Task<Client> RefreshAsync()
    {
        Use(await PostAsync("refresh", new { refreshToken = RefreshToken }, 200));
        return this;
    }

    public void Use(JsonElement tokens)
    {
        Tokens = tokens;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.Text("accessToken"));
    }

    public Task<JsonElement> GetAsync(string path, int expected = 200) => SendAsync(HttpMethod.Get, path, null, expected);

    public Task<JsonElement> PostAsync(string path, object? body = null, int expected = 200) => SendAsync(HttpMethod.Post, path, body, expected);

    public Task<JsonElement> PutAsync(string path, object body, int expected = 200) => SendAsync(HttpMethod.Put, path, body, expected);

    public Task<JsonElement> PatchAsync(string path, object body, int expected = 200) => SendAsync(HttpMethod.Patch, path, body, expected);

    public Task<JsonElement> DeleteAsync(string path, int expected = 204) => SendAsync(HttpMethod.Delete, path, null, expected);

    /// <summary>The code of a refusal.</summary>
    public async Task<string> RefusedAsync(HttpMethod method, string path, object? body, int expected) =>
        (await SendAsync(method, path, body, expected)).Text("code");

    public Task<string> RefusedPostAsync(string path, object? body, int expected) => RefusedAsync(HttpMethod.Post, path, body, expected);

    public async Task<HttpResponseMessage> RawAsync(HttpMethod method, string path, object? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith('/') ? path : Root + path);
        request.Content = body is null ? null : JsonContent.Create(body);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await http.SendAsync(request);
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body, int expected)
    {
        using var response = await RawAsync(method, path, body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == expected, $"{method} {path} answered {(int)response.StatusCode}, not {expected}: {text}");
        return response.StatusCode == HttpStatusCode.NoContent || text.Length == 0 ? default : JsonElement.Parse(text);
    }
}

internal static class JsonReading
{
    public static string Text(this JsonElement json, string property) => json.GetProperty(property).GetString()!;

    public static IReadOnlyList<JsonElement> Items(this JsonElement page) => [.. page.GetProperty("items").EnumerateArray()];

    /// <summary>The codes of a problem's errors at one field.</summary>
    public static IReadOnlyList<string> ErrorsAt(this JsonElement problem, string field) =>
        [.. problem.GetProperty("errors").GetProperty(field).EnumerateArray().Select(error => error.Text("code"))];
}
