namespace Primitives;

/// <summary>What sort of "no" a <see cref="Primitives.Refusal"/> is. The web layer turns it into the status named beside each.</summary>
public enum RefusalKind
{
    /// <summary>400: the request itself is malformed or breaks a rule that needs no stored data.</summary>
    Invalid,

    /// <summary>403: the caller may see the thing but not do this to it.</summary>
    NotPermitted,

    /// <summary>404: for this caller the thing does not exist.</summary>
    NotFound,

    /// <summary>409: the thing's present state does not allow it.</summary>
    Conflict,

    /// <summary>412: the caller decided on a version that is no longer the current one.</summary>
    PreconditionFailed,

    /// <summary>422: well-formed, but contradicting what was said or stored before.</summary>
    Unprocessable,

    /// <summary>503: something this needs is missing or busy; the request itself is fine.</summary>
    Unavailable,
}

/// <summary>One wrong field of a request.</summary>
/// <param name="Field">The JSON path in camelCase, as the caller wrote it: <c>retailPrice.amount</c>.</param>
/// <param name="Code">Stable snake_case code; clients branch on it.</param>
/// <param name="Detail">A sentence for a person.</param>
public sealed record FieldError(string Field, string Code, string Detail);

/// <summary>A rule said no. Refusals are values; exceptions are for bugs and broken infrastructure.</summary>
/// <param name="Code">Stable snake_case code; clients branch on it, so it never changes meaning.</param>
/// <param name="Detail">A sentence for a person.</param>
/// <param name="Kind">What sort of "no" it is.</param>
/// <param name="Errors">The wrong fields, where fields are wrong.</param>
public sealed record Refusal(string Code, string Detail, RefusalKind Kind = RefusalKind.Conflict, IReadOnlyList<FieldError>? Errors = null)
{
    /// <summary>What the caller could ask for instead, as it would write it; null where nothing can be suggested.</summary>
    public IReadOnlyList<string>? Suggestions { get; init; }

    /// <summary>One wrong field; its code becomes the refusal's code.</summary>
    public static Refusal Invalid(string field, string code, string detail) =>
        new(code, detail, RefusalKind.Invalid, [new FieldError(field, code, detail)]);

    /// <summary>Several wrong fields, reported together under <c>validation_failed</c>.</summary>
    public static Refusal Invalid(IReadOnlyList<FieldError> errors) =>
        new("validation_failed", "The request has wrong fields.", RefusalKind.Invalid, errors);
}
