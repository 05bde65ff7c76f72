using System.Text.Json;

namespace Orgs.Api;

/// <summary>How enum values are spelled outside: in tokens, events and JSON alike.</summary>
internal static class Spelling
{
    public static string Of<T>(T value)
        where T : struct, Enum =>
        JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
