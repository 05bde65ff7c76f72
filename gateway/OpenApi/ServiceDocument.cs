using System.Text.Json.Nodes;

namespace Gateway.OpenApi;

/// <summary>The OpenAPI document that one service wrote when it was built.</summary>
/// <param name="Service">The service's name as it stands in its routes: <c>billing</c>.</param>
/// <param name="Root">The document. The merge renames inside it.</param>
public sealed record ServiceDocument(string Service, JsonObject Root)
{
    /// <summary>The name that people and generated clients see: <c>Billing</c>.</summary>
    public string Title => char.ToUpperInvariant(Service[0]) + Service[1..];

    public IEnumerable<KeyValuePair<string, JsonObject>> Paths =>
        Root["paths"] is JsonObject paths ? paths.Select(path => KeyValuePair.Create(path.Key, path.Value!.AsObject())) : [];

    /// <summary>Components by kind (<c>schemas</c>, <c>parameters</c>, …) and name; security schemes are the gateway's own.</summary>
    public IEnumerable<(ComponentName Name, JsonNode Component)> Components =>
        from kind in Root["components"] as JsonObject ?? []
        where kind.Key != "securitySchemes"
        from component in kind.Value as JsonObject ?? []
        select (new ComponentName(kind.Key, component.Key), component.Value!);

    public IEnumerable<(string Method, JsonObject Operation)> OperationsOf(JsonObject path) =>
        from entry in path
        where HttpMethodNames.Contains(entry.Key)
        select (entry.Key, entry.Value!.AsObject());

    private static readonly HashSet<string> HttpMethodNames = new(StringComparer.Ordinal)
    {
        "get", "put", "post", "delete", "options", "head", "patch", "trace",
    };
}

/// <summary>Where a component stands in a document: <c>#/components/{Kind}/{Name}</c>.</summary>
public readonly record struct ComponentName(string Kind, string Name)
{
    private const string Prefix = "#/components/";

    public string Reference => $"{Prefix}{Kind}/{Name}";

    /// <summary>Reads a reference; one that points elsewhere (another document, inside a schema) gives null.</summary>
    public static ComponentName? Parse(string reference) =>
        reference.StartsWith(Prefix, StringComparison.Ordinal) && reference[Prefix.Length..].Split('/') is [var kind, var name]
            ? new ComponentName(kind, name)
            : null;
}
