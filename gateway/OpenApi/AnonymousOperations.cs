using System.Text.Json.Nodes;

namespace Gateway.OpenApi;

/// <summary>An operation that the services let anyone call.</summary>
public sealed record AnonymousOperation(string Id, string Method, string Path);

/// <summary>
/// The one list of what needs no token is the services' own: each says so beside its route, and the merged document carries it here.
/// A route that is not in the list is closed, so a document that lacks one refuses too much and never too little.
/// </summary>
public static class AnonymousOperations
{
    /// <summary>The member that ServiceDefaults writes on an operation that needs no token; its value is the reason.</summary>
    public const string Member = "x-anonymous";

    public static bool IsAnonymous(JsonObject operation) => operation[Member] is not null;

    public static IReadOnlyList<AnonymousOperation> Of(JsonObject document) =>
    [
        .. from path in document["paths"]!.AsObject()
           from operation in path.Value!.AsObject()
           where operation.Value is JsonObject described && IsAnonymous(described)
           select new AnonymousOperation(operation.Value!["operationId"]!.GetValue<string>(), operation.Key.ToUpperInvariant(), path.Key),
    ];
}
