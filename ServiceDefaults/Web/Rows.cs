using Primitives;

namespace ServiceDefaults.Web;

/// <summary>Requests that bring many of the same: what is wrong with one names the row that it is in.</summary>
public static class Rows
{
    public const int Most = 500;

    /// <param name="path">Where the row stands in what the caller sent, such as <c>events[3]</c>; empty where it is the whole.</param>
    public static Refusal In(this Refusal refusal, string path)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0)
        {
            return refusal;
        }

        return refusal with
        {
            Errors = refusal.Errors is { Count: > 0 } errors
                ? [.. errors.Select(error => error with { Field = $"{path}.{error.Field}" })]
                : [new FieldError(path, refusal.Code, refusal.Detail)],
        };
    }

    /// <summary>Checks how many there are, and if that is right each by itself.</summary>
    /// <param name="name">The field that has them.</param>
    /// <param name="check">Null if the row is well-formed.</param>
    public static Refusal? Check<TRow>(string name, IReadOnlyList<TRow> rows, Func<TRow, Refusal?> check)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(check);
        if (new FieldChecks().Range<int>(name, rows.Count, 1, Most).Refused(out var count))
        {
            return count;
        }

        var checks = new FieldChecks();
        foreach (var (index, row) in rows.Index())
        {
            foreach (var error in check(row)?.In(Path(name, index)).Errors ?? [])
            {
                checks.Add(error.Field, error.Code, error.Detail);
            }
        }

        return checks.Refused(out var refusal) ? refusal : null;
    }

    public static string Path(string name, int index) => $"{name}[{index}]";
}
