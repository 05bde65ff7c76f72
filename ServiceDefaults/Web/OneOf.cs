using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace ServiceDefaults.Web;

/// <summary>
/// One of an enum's values in a query, by the name that JSON uses: <c>?status=inProgress</c>. (Bound as a bare enum it would have to be written
/// <c>InProgress</c>, and numbers would pass.) An array of these takes a parameter that is repeated.
/// </summary>
public readonly record struct OneOf<TEnum>(TEnum Value) : IParsable<OneOf<TEnum>>
    where TEnum : struct, Enum
{
    private static readonly FrozenDictionary<string, TEnum> Values =
        Enum.GetValues<TEnum>().ToFrozenDictionary(value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()), StringComparer.Ordinal);

    public static implicit operator TEnum(OneOf<TEnum> named) => named.Value;

    /// <exception cref="FormatException">It is none of the names.</exception>
    public static OneOf<TEnum> Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var named) ? named : throw new FormatException($"'{s}' is none of {string.Join(", ", Values.Keys)}.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out OneOf<TEnum> result)
    {
        var known = Values.TryGetValue(s ?? "", out var value);
        result = new OneOf<TEnum>(value);
        return known;
    }
}

internal static class OneOf
{
    /// <summary>The names that a query parameter of this type takes; null if it is no <see cref="OneOf{TEnum}"/>, nullable or in an array.</summary>
    public static IReadOnlyList<string>? NamesOf(Type? parameter)
    {
        var type = parameter?.IsArray == true ? parameter.GetElementType() : parameter;
        type = type is null ? null : Nullable.GetUnderlyingType(type) ?? type;
        return type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(OneOf<>)
            ? [.. Enum.GetNames(type.GetGenericArguments()[0]).Select(JsonNamingPolicy.CamelCase.ConvertName)]
            : null;
    }
}
