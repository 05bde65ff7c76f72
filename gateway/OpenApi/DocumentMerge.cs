using System.Text.Json.Nodes;

namespace Gateway.OpenApi;

/// <summary>
/// Makes one OpenAPI document of the services' documents. What several services describe in the same words (problem details, pages) is kept once;
/// a name that means something else in each is prefixed by its service: <c>Billing.Money</c>, <c>billing-list-dead-letters</c>.
/// </summary>
/// <remarks>The answer depends on the documents alone, not on their order, so that it can be compared between builds.</remarks>
public static class DocumentMerge
{
    private const string SecurityScheme = "accessToken";

    /// <exception cref="InvalidDataException">Two services serve the same path, or a service's document is not OpenAPI 3.1.</exception>
    public static JsonObject Merge(IEnumerable<ServiceDocument> services)
    {
        var documents = services.OrderBy(document => document.Service, StringComparer.Ordinal).ToArray();
        foreach (var document in documents)
            if (document.Root["openapi"]?.GetValue<string>() is not { } version || !version.StartsWith("3.1", StringComparison.Ordinal))
                throw new InvalidDataException($"The OpenAPI document of {document.Service} is not of version 3.1.");

        var shared = SharedComponents(documents);
        foreach (var document in documents)
            JsonWalk.RewriteReferences(document.Root, name => MergedName(document, name, shared));

        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject
            {
                ["title"] = "Channel platform API",
                ["version"] = "v1",
                ["description"] = "Every service through one door. Sign in with POST /api/orgs/v1/sign-in and send the access token as a bearer token.",
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["security"] = new JsonArray(new JsonObject { [SecurityScheme] = new JsonArray() }),
            ["tags"] = Tags(documents),
            ["x-tagGroups"] = TagGroups(documents),
            ["paths"] = Paths(documents),
            ["components"] = Components(documents, shared),
        };
    }

    /// <summary>Names that need no prefix: one service has them, or all that have them mean the same, down to what they refer to.</summary>
    private static HashSet<ComponentName> SharedComponents(ServiceDocument[] documents)
    {
        var byName = documents.SelectMany(document => document.Components).ToLookup(component => component.Name, component => component.Component);
        var alike = byName
            .Where(same => same.Skip(1).All(other => JsonNode.DeepEquals(other, same.First())))
            .Select(same => same.Key)
            .ToHashSet();
        var severalHave = byName.Where(same => same.Skip(1).Any()).Select(same => same.Key).ToHashSet();

        // Equal text that refers to a name with several meanings is not the same thing: drop it, and what refers to it in turn.
        while (alike.RemoveWhere(name => severalHave.Contains(name) && JsonWalk.References(byName[name].First()).Any(target => !alike.Contains(target))) > 0)
        {
        }

        return alike;
    }

    private static ComponentName MergedName(ServiceDocument document, ComponentName name, HashSet<ComponentName> shared) =>
        shared.Contains(name) ? name : name with { Name = $"{document.Title}.{name.Name}" };

    private static JsonObject Components(ServiceDocument[] documents, HashSet<ComponentName> shared)
    {
        var kinds = new JsonObject();
        var named = documents
            .SelectMany(document => document.Components.Select(component => (Name: MergedName(document, component.Name, shared), component.Component)))
            .DistinctBy(component => component.Name)
            .OrderBy(component => component.Name.Reference, StringComparer.Ordinal);
        foreach (var (name, component) in named)
        {
            if (kinds[name.Kind] is not JsonObject kind)
                kinds[name.Kind] = kind = new JsonObject();
            kind[name.Name] = component.DeepClone();
        }

        kinds["securitySchemes"] = new JsonObject
        {
            [SecurityScheme] = new JsonObject
            {
                ["type"] = "http",
                ["scheme"] = "bearer",
                ["bearerFormat"] = "JWT",
                ["description"] = "An access token of the sign-in, 5 minutes long.",
            },
        };
        return kinds;
    }

    private static JsonObject Paths(ServiceDocument[] documents)
    {
        var repeated = documents
            .SelectMany(document => document.Paths.SelectMany(path => document.OperationsOf(path.Value)))
            .Select(operation => operation.Operation["operationId"]?.GetValue<string>())
            .GroupBy(id => id)
            .Where(same => same.Skip(1).Any())
            .Select(same => same.Key)
            .ToHashSet();

        var merged = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var document in documents)
        foreach (var (path, item) in document.Paths)
        {
            var copy = item.DeepClone().AsObject();
            foreach (var (_, operation) in document.OperationsOf(copy))
            {
                operation["tags"] = new JsonArray(TagOf(document, path));
                if (operation["operationId"]?.GetValue<string>() is { } id)
                {
                    operation["summary"] ??= DisplayName(id);
                    operation["operationId"] = repeated.Contains(id) ? $"{document.Service}-{id}" : id;
                }

                operation.Remove("security");
                if (AnonymousOperations.IsAnonymous(operation))
                    operation["security"] = new JsonArray();
                DescribeAccess(operation);
            }

            if (!merged.TryAdd(path, copy))
                throw new InvalidDataException($"{document.Service} serves {path}, which another service serves already.");
        }

        return new JsonObject(merged.Select(path => KeyValuePair.Create<string, JsonNode?>(path.Key, path.Value)));
    }

    /// <summary>Readers of the docs page see no extensions: who may call an operation is told in its description too.</summary>
    private static void DescribeAccess(JsonObject operation)
    {
        var access = operation["x-roles"] is JsonArray roles
            ? $"Roles: {string.Join(", ", roles.Select(role => role!.GetValue<string>()))}{(operation["x-operator-only"] is null ? "" : "; operator only")}."
            : $"No token needed: {operation[AnonymousOperations.Member]}";
        operation["description"] = operation["description"] is { } text ? $"{text}\n\n{access}" : access;
    }

    /// <summary>One tag for each noun of a service: <c>/api/billing/v1/invoices/{id}/pay</c> → <c>billing/invoices</c>.</summary>
    private static string TagOf(ServiceDocument document, string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries) is ["api", _, _, var noun, ..] ? $"{document.Service}/{noun}" : document.Service;

    private static IEnumerable<string> TagsOf(ServiceDocument document) =>
        document.Paths.Select(path => TagOf(document, path.Key)).Distinct().Order(StringComparer.Ordinal);

    private static JsonArray Tags(ServiceDocument[] documents) =>
        new([.. documents.SelectMany(TagsOf).Distinct().Select(tag => new JsonObject { ["name"] = tag, ["x-displayName"] = DisplayName(tag) })]);

    private static JsonArray TagGroups(ServiceDocument[] documents) =>
        new([.. documents.Select(document => new JsonObject
        {
            ["name"] = document.Title,
            ["tags"] = new JsonArray([.. TagsOf(document).Select(tag => (JsonNode)tag)]),
        })]);

    private static string DisplayName(string tag)
    {
        var words = tag[(tag.IndexOf('/', StringComparison.Ordinal) + 1)..].Replace('-', ' ');
        return char.ToUpperInvariant(words[0]) + words[1..];
    }
}
