using Primitives;

namespace Billing.Api;

/// <summary>Requests that bring many of the same: what is wrong with one names the row that it is in.</summary>
internal static class Rows
{
    public const int Most = 500;

    /// <param name="path">Where the row stands in what the caller sent, such as <c>events[3]</c>; empty where it is the whole.</param>
    public static Refusal In(this Refusal refusal, string path)
    {
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

    /// <summary>Checks how many there are, and each by itself.</summary>
    /// <param name="check">Null if the row is well-formed.</param>
    public static Refusal? Check<TRow>(string name, IReadOnlyList<TRow> rows, Func<TRow, Refusal?> check)
    {
        if (new ServiceDefaults.Web.FieldChecks().Range<int>(name, rows.Count, 1, Most).Refused(out var count))
        {
            return count;
        }

        var errors = rows.Index().SelectMany(row => check(row.Item)?.In(Path(name, row.Index)).Errors ?? []).ToList();
        return errors.Count switch
        {
            0 => null,
            1 => Refusal.Invalid(errors[0].Field, errors[0].Code, errors[0].Detail),
            _ => Refusal.Invalid(errors),
        };
    }

    public static string Path(string name, int index) => $"{name}[{index}]";
}
