using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gateway.Tests.Hosting;

namespace Gateway.Tests;

/// <summary>The requests to try by hand, in docs/http, are requests that the merged document knows.</summary>
public sealed partial class HttpFileTests
{
    private static readonly string Repository = Path.GetFullPath(Path.Combine(GatewayProcess.Folder, "..", "..", "..", ".."));
    private static readonly JsonObject Document = JsonNode.Parse(File.ReadAllText(Path.Combine(GatewayProcess.Folder, "site", "openapi.json")))!.AsObject();

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Path.Combine(Repository, "docs", "http"), "*.http").Select(file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(Files))]
    public void HttpFile_EveryRequest_IsAnOperationWithItsFields(string file)
    {
        var requests = Requests(File.ReadAllText(Path.Combine(Repository, "docs", "http", file))).ToArray();

        Assert.NotEmpty(requests);
        Assert.All(requests, request =>
        {
            if (request.Path is "/openapi.json")
                return;
            var operation = Operation(request.Method, request.Path);
            var schema = operation["requestBody"]?["content"]?["application/json"]?["schema"];
            if (request.Body is { } body)
                Fits(body, Assert.IsType<JsonObject>(schema), $"{request.Method} {request.Path}");
            else
                Assert.False((bool?)operation["requestBody"]?["required"] ?? false, $"{request.Method} {request.Path} needs a body");
        });
    }

    private static IEnumerable<(string Method, string Path, JsonNode? Body)> Requests(string text) =>
        from part in text.Split("###")
        let line = RequestLine().Match(part)
        where line.Success
        let body = part.IndexOf("\n\n", line.Index, StringComparison.Ordinal)
        select (line.Groups["method"].Value,
            line.Groups["path"].Value,
            body >= 0 && part[body..].Trim() is { Length: > 0 } json ? JsonNode.Parse(json) : null);

    private static JsonObject Operation(string method, string path)
    {
        var steps = path.Split('/');
        var found = Document["paths"]!.AsObject()
            .Where(known => known.Key.Split('/') is var template
                && template.Length == steps.Length
                && template.Zip(steps).All(pair => pair.First == pair.Second || (pair.First.StartsWith('{') && pair.Second.StartsWith('{'))))
            .Select(known => known.Value![method.ToLowerInvariant()])
            .FirstOrDefault(operation => operation is not null);
        Assert.True(found is not null, $"The document has no {method} {path}.");
        return found.AsObject();
    }

    /// <summary>No member or enum value that the schema lacks, and all that it requires, at every depth.</summary>
    private static void Fits(JsonNode body, JsonObject schema, string where)
    {
        var described = Resolve(schema);
        if (described["enum"] is JsonArray known)
            Assert.True(known.Any(value => JsonNode.DeepEquals(value, body)), $"{where}: {body} is none of {known}");
        if (body is not JsonObject members)
            return;
        foreach (var required in described["required"] as JsonArray ?? [])
            Assert.True(members.ContainsKey((string)required!), $"{where}: {required} is required");
        foreach (var (name, value) in members)
        {
            var property = described["properties"]?[name];
            Assert.True(property is not null, $"{where}: there is no field {name}");
            if (value is not null)
                Fits(value, property.AsObject(), $"{where}.{name}");
        }
    }

    private static JsonObject Resolve(JsonObject schema)
    {
        if (schema["oneOf"] is JsonArray choices)
            return Resolve(choices.Select(choice => choice!.AsObject()).First(choice => (choice["type"] as JsonValue)?.ToString() != "null"));
        return (string?)schema["$ref"] is { } reference ? Document["components"]!["schemas"]![reference.Split('/')[^1]]!.AsObject() : schema;
    }

    [GeneratedRegex(@"^(?<method>GET|POST|PUT|PATCH|DELETE) \{\{gateway\}\}(?<path>[^\s?]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RequestLine();
}
