using System.ComponentModel;

namespace ServiceDefaults.Web;

/// <summary>Which part of a list the caller wants. Bind it with <c>[AsParameters]</c>.</summary>
/// <param name="Limit">1 to 100; 50 if left out.</param>
/// <param name="Cursor">The <c>nextCursor</c> of the page before; left out for the first page.</param>
public sealed record PageQuery(
    [property: Description("How many items at most, 1 to 100; 50 if left out.")] int? Limit = null,
    [property: Description("The nextCursor of the page before, as it was given.")] string? Cursor = null)
{
    public const int DefaultLimit = 50;
    public const int MaxLimit = 100;
}

/// <summary>Part of a list, newest first.</summary>
/// <param name="NextCursor">Ask with it for the next part; null on the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);
