using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.OpenApi;

/// <summary>
/// <c>Gateway merge-openapi OUTPUT SERVICE=FILE…</c>: the last step of the gateway's build. It runs in the gateway's own program, so that the
/// merge needs no project of its own and the tests reach it.
/// </summary>
internal static class MergeCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <returns>The exit code, or null when the arguments ask for something else.</returns>
    public static int? Run(string[] args)
    {
        if (args is not ["merge-openapi", var output, .. var inputs])
            return null;
        try
        {
            var merged = DocumentMerge.Merge(inputs.Select(Read));
            // Written beside and moved: a gateway that starts meanwhile must not read half a document.
            File.WriteAllText(output + ".new", merged.ToJsonString(Indented));
            File.Move(output + ".new", output, overwrite: true);
            return 0;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or JsonException)
        {
            Console.Error.WriteLine($"error : merging the OpenAPI documents: {error.Message}");
            return 1;
        }
    }

    private static ServiceDocument Read(string input) =>
        input.Split('=', 2) is [var service, var file] && JsonNode.Parse(File.ReadAllText(file)) is JsonObject root
            ? new ServiceDocument(service, root)
            : throw new InvalidDataException($"'{input}' is not SERVICE=FILE with an OpenAPI document in the file.");
}
