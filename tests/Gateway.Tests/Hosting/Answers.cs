using System.Net;
using System.Text.Json.Nodes;

namespace Gateway.Tests.Hosting;

internal static class Answers
{
    /// <summary>Holds a refusal against the shape that every problem of the platform has.</summary>
    /// <returns>The problem.</returns>
    public static async Task<JsonObject> IsProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode} instead of {(int)status}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(body)!.AsObject();
        Assert.Equal(code, (string?)problem["code"]);
        Assert.Equal($"urn:platform:problem:{code}", (string?)problem["type"]);
        Assert.Equal((int)status, (int?)problem["status"]);
        Assert.NotEmpty((string)problem["title"]!);
        Assert.NotEmpty((string)problem["detail"]!);
        Assert.Matches("^[0-9a-f]{32}$", (string?)problem["traceId"]);
        return problem;
    }

    public static async Task<string> TextAsync(this Task<HttpResponseMessage> pending)
    {
        using var response = await pending;
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{(int)response.StatusCode}: {body}");
        return body;
    }
}
