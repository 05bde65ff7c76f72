using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace ServiceDefaults.Web;

/// <summary>Refuses <c>"lines":[null]</c> where the elements may not be null: the serializer keeps its word about nullability for properties only, not for what is in a list.</summary>
internal static partial class ListsWithoutGaps
{
    private static readonly NullabilityInfoContext Nullability = new();

    public static void Require(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        var lists = type.Properties.Where(property => property is { Get: not null, AssociatedParameter.AttributeProvider: ParameterInfo parameter } && HoldsNoNull(parameter)).ToList();
        if (lists.Count > 0)
        {
            type.OnDeserialized += read => Check(read, lists);
        }
    }

    /// <summary>The element that is null, such as <c>lines[2]</c>; null where this is not what was wrong.</summary>
    public static string? GapIn(JsonException json) => Gap().Match(json.Message) is { Success: true } gap ? gap.Groups["element"].Value : null;

    private static bool HoldsNoNull(ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(string) || !parameter.ParameterType.IsAssignableTo(typeof(IEnumerable)))
        {
            return false;
        }

        lock (Nullability)
        {
            var list = Nullability.Create(parameter);
            var element = list.ElementType ?? (list.GenericTypeArguments is [var only] ? only : null);
            return element is { ReadState: NullabilityState.NotNull, Type.IsValueType: false };
        }
    }

    private static void Check(object read, List<JsonPropertyInfo> lists)
    {
        foreach (var property in lists)
        {
            var index = 0;
            foreach (var element in (IEnumerable?)property.Get!(read) ?? Array.Empty<object>())
            {
                if (element is null)
                {
                    throw new JsonException($"The element '{property.Name}[{index}]' may not be null.");
                }

                index++;
            }
        }
    }

    [GeneratedRegex("^The element '(?<element>[^']+)' may not be null\\.", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex Gap();
}
