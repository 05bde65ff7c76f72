using System.Text.Json.Nodes;

namespace Gateway.OpenApi;

/// <summary>Visits the component references inside a piece of an OpenAPI document.</summary>
internal static class JsonWalk
{
    public static IEnumerable<ComponentName> References(JsonNode? node)
    {
        var found = new List<ComponentName>();
        RewriteReferences(node, name =>
        {
            found.Add(name);
            return name;
        });
        return found;
    }

    /// <summary>Puts what <paramref name="rename"/> answers in the place of each component reference.</summary>
    public static void RewriteReferences(JsonNode? node, Func<ComponentName, ComponentName> rename)
    {
        switch (node)
        {
            case JsonArray items:
                foreach (var item in items)
                    RewriteReferences(item, rename);
                break;
            case JsonObject members:
                foreach (var (key, value) in members.ToArray())
                {
                    // A discriminator's mapping holds bare references, under keys of its own.
                    if (key == "mapping" && value is JsonObject mapping)
                        foreach (var (discriminator, target) in mapping.ToArray())
                            mapping[discriminator] = Renamed(target, rename);
                    else if (key == "$ref")
                        members[key] = Renamed(value, rename);
                    else
                        RewriteReferences(value, rename);
                }
                break;
        }
    }

    private static JsonNode? Renamed(JsonNode? reference, Func<ComponentName, ComponentName> rename) =>
        reference is JsonValue text && text.TryGetValue<string>(out var pointer) && ComponentName.Parse(pointer) is { } name
            ? JsonValue.Create(rename(name).Reference)
            : reference?.DeepClone();
}
