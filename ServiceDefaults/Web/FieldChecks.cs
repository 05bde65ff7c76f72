using System.Diagnostics.CodeAnalysis;
using System.Net.Mail;
using Primitives;

namespace ServiceDefaults.Web;

/// <summary>Checks of a request's fields that need no stored data, collected so that the caller sees all of them at once.</summary>
/// <example><c>checks.Text("name", body.Name, max: 200); if (checks.Refused(out var refusal)) return Problems.Of(refusal);</c></example>
public sealed class FieldChecks
{
    private const int LongestEmail = 254;

    private readonly List<FieldError> errors = [];

    /// <summary>Adds an error that a rule elsewhere found.</summary>
    /// <param name="field">The JSON path in camelCase, as the caller wrote it.</param>
    public FieldChecks Add(string field, string code, string detail)
    {
        errors.Add(new FieldError(field, code, detail));
        return this;
    }

    /// <summary><c>required</c>: null, or text of nothing but white space.</summary>
    public FieldChecks Required(string field, object? value)
    {
        if (value is null or string { Length: 0 } || (value is string text && string.IsNullOrWhiteSpace(text)))
        {
            Add(field, "required", "It must be given.");
        }

        return this;
    }

    /// <summary>Required text: <c>required</c>, <c>too_short</c>, <c>too_long</c>, or <c>control_characters</c> (line breaks and tabs pass when <paramref name="multiline"/>).</summary>
    public FieldChecks Text(string field, string? value, int max, int min = 1, bool multiline = false)
    {
        Required(field, value);
        return OptionalText(field, string.IsNullOrWhiteSpace(value) ? null : value, max, min, multiline);
    }

    /// <summary>As <see cref="Text"/>, but may be left out.</summary>
    public FieldChecks OptionalText(string field, string? value, int max, int min = 0, bool multiline = false)
    {
        if (value is null)
        {
            return this;
        }

        if (value.Length > max)
        {
            Add(field, "too_long", $"It may have {max} characters at most.");
        }
        else if (value.Trim().Length < min)
        {
            Add(field, "too_short", $"It must have {min} characters at least.");
        }
        else if (value.Any(letter => char.IsControl(letter) && !(multiline && letter is '\n' or '\r' or '\t')))
        {
            Add(field, "control_characters", "It contains control characters.");
        }

        return this;
    }

    /// <summary>Required e-mail address: <c>required</c>, <c>invalid_email</c>.</summary>
    public FieldChecks Email(string field, string? value)
    {
        Required(field, value);
        if (!string.IsNullOrWhiteSpace(value) && !IsEmail(value))
        {
            Add(field, "invalid_email", "It is no e-mail address.");
        }

        return this;
    }

    /// <summary><c>out_of_range</c>: not within the bounds, both included. Null passes.</summary>
    public FieldChecks Range<T>(string field, T? value, T min, T max)
        where T : struct, IComparable<T>
    {
        if (value is { } given && (given.CompareTo(min) < 0 || given.CompareTo(max) > 0))
        {
            Add(field, "out_of_range", $"It must be between {min} and {max}.");
        }

        return this;
    }

    /// <summary>True if anything was wrong: one error speaks for itself, several become <c>validation_failed</c>.</summary>
    public bool Refused([NotNullWhen(true)] out Refusal? refusal)
    {
        refusal = errors.Count switch
        {
            0 => null,
            1 => Refusal.Invalid(errors[0].Field, errors[0].Code, errors[0].Detail),
            _ => Refusal.Invalid(errors),
        };
        return refusal is not null;
    }

    /// <summary>One bare address with a dot in its domain; no display name, no comments, nothing that would break a mail header.</summary>
    private static bool IsEmail(string value) =>
        value.Length <= LongestEmail
        && !value.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter))
        && MailAddress.TryCreate(value, out var address)
        && address.Address == value
        && address.Host.Contains('.');
}
