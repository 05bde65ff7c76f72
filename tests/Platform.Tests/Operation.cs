using System.Text.Json.Nodes;

namespace Platform.Tests;

/// <summary>One operation of the merged OpenAPI document.</summary>
internal sealed record Operation(
    string Id, HttpMethod Method, string Path, bool IsAnonymous, IReadOnlySet<string> Roles, bool IsOperatorOnly, JsonNode? BodySchema, JsonArray Parameters, JsonNode Document)
{
    public bool IsRead => Method == HttpMethod.Get;

    public bool NamesARow => Path.Contains('{', StringComparison.Ordinal);

    /// <summary>Whether its body says on which connection something is to happen.</summary>
    public bool NamesAConnection => ExampleBody(_ => "")?["connectionId"] is not null;

    /// <summary>What the ids in its path are ids of: the noun before <c>{id}</c>, or the parameter's own name.</summary>
    public IEnumerable<string> RowKinds => Path.Split('/').Zip(Path.Split('/').Skip(1)).Where(pair => pair.Second.StartsWith('{')).Select(pair => Kind(pair.First, pair.Second));

    public override string ToString() => $"{Method} {Path}";

    public static async Task<IReadOnlyList<Operation>> AllAsync(HttpClient gateway)
    {
        var document = JsonNode.Parse(await gateway.GetStringAsync("openapi.json"))!;
        return
        [
            .. from path in document["paths"]!.AsObject()
               from operation in path.Value!.AsObject()
               where operation.Key is "get" or "post" or "put" or "patch" or "delete"
               select Of(path.Key, operation.Key, operation.Value!, document),
        ];
    }

    private static Operation Of(string path, string method, JsonNode operation, JsonNode document) => new(
        (string)operation["operationId"]!,
        new HttpMethod(method.ToUpperInvariant()),
        path,
        operation["x-anonymous"] is not null,
        (operation["x-roles"]?.AsArray() ?? []).Select(role => (string)role!).ToHashSet(StringComparer.Ordinal),
        operation["x-operator-only"] is not null,
        operation["requestBody"]?["content"]?["application/json"]?["schema"],
        operation["parameters"]?.AsArray() ?? [],
        document);

    /// <summary>The address with its parameters filled in, those of the query too without which it is not answered.</summary>
    /// <param name="idOf">Gives the id of a row of a kind.</param>
    public string AddressWith(Func<string, Guid> idOf)
    {
        var segments = Path.Split('/');
        for (var index = 1; index < segments.Length; index++)
        {
            if (segments[index].StartsWith('{'))
            {
                segments[index] = idOf(Kind(segments[index - 1], segments[index])).ToString();
            }
        }

        var query = Parameters
            .Where(parameter => (string?)parameter!["in"] == "query" && (bool?)parameter["required"] is true)
            .Select(parameter => (string)parameter!["name"]! + "=" + Example(parameter["schema"]!, (string)parameter["name"]!, name => idOf(name).ToString()));
        var address = string.Join('/', segments);
        return query.Any() ? $"{address}?{string.Join('&', query)}" : address;
    }

    /// <summary>A body that the schema accepts, so that a refusal comes from the rules and not from the shape.</summary>
    public JsonNode? ExampleBody(Func<string, string> idFor) => BodySchema is null ? null : Example(BodySchema, "", idFor);

    private JsonNode? Example(JsonNode schema, string name, Func<string, string> idFor)
    {
        if ((string?)schema["$ref"] is { } reference)
        {
            return Example(Document["components"]!["schemas"]![reference.Split('/')[^1]]!, name, idFor);
        }

        if ((schema["oneOf"] ?? schema["anyOf"] ?? schema["allOf"]) is JsonArray choices)
        {
            var choice = choices.FirstOrDefault(option => (string?)option!["type"] != "null");
            return choice is null ? null : Example(choice, name, idFor);
        }

        if (schema["enum"] is JsonArray { Count: > 0 } values)
        {
            return values[0]?.DeepClone();
        }

        var type = schema["type"] is JsonArray several ? several.Select(one => (string)one!).First(one => one != "null") : (string?)schema["type"];
        return type switch
        {
            "object" => ExampleObject(schema, idFor),
            "array" => new JsonArray(),
            "boolean" => JsonValue.Create(true),
            "integer" or "number" => JsonValue.Create(1),
            _ => JsonValue.Create(ExampleText(schema, name, idFor)),
        };
    }

    private JsonObject ExampleObject(JsonNode schema, Func<string, string> idFor)
    {
        var example = new JsonObject();
        foreach (var (name, property) in schema["properties"]?.AsObject() ?? [])
        {
            example[name] = Example(property!, name, idFor);
        }

        return example;
    }

    private static string ExampleText(JsonNode schema, string name, Func<string, string> idFor) => ((string?)schema["format"], name) switch
    {
        ("uuid", _) => idFor(name),
        ("date-time", _) => "2030-01-01T00:00:00Z",
        ("date", _) => "2030-01-01",
        (_, "amount") => "1.00",
        (_, "currency") => "USD",
        var (_, text) when text.Contains("mail", StringComparison.OrdinalIgnoreCase) => "somebody@story.example",
        _ => "example",
    };

    private static string Kind(string noun, string parameter) => parameter is "{id}" ? noun : parameter.Trim('{', '}');
}
