using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Primitives;

namespace ServiceDefaults.Web;

/// <summary>
/// Says which part of a request could not be read. The framework and the serializer tell it in the text of their messages only,
/// so those texts are matched here; the tests hold them.
/// </summary>
internal static partial class UnreadableRequest
{
    public static ProblemDetails Explain(BadHttpRequestException exception) => exception.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge =>
            Problems.Describe(exception.StatusCode, "body_too_large", "The request body is larger than this address takes."),
        StatusCodes.Status415UnsupportedMediaType =>
            Problems.Describe(exception.StatusCode, "unsupported_media_type", "The request body must be JSON, said by Content-Type: application/json."),
        StatusCodes.Status400BadRequest when exception.InnerException is JsonException json => Problems.Describe(ReadBody(json)),
        StatusCodes.Status400BadRequest => Problems.Describe(ReadParameter(exception.Message)),
        _ => Problems.Describe(exception.StatusCode, "bad_request", "The request cannot be understood."),
    };

    private static Refusal ReadBody(JsonException json)
    {
        var field = FieldOf(json.Path);
        if (UnknownMember().Match(json.Message) is { Success: true } unknown)
        {
            return Refusal.Invalid(Leaf(field, unknown.Groups["name"].Value), "unknown_field", "There is no such field.");
        }

        if (MissingMembers().Match(json.Message) is { Success: true } missing)
        {
            var errors = QuotedName().Matches(missing.Groups["names"].Value)
                .Select(name => new FieldError(Join(field, name.Groups["name"].Value), "required", "It must be given."))
                .ToList();
            return errors is [var only] ? Refusal.Invalid(only.Field, only.Code, only.Detail) : Refusal.Invalid(errors);
        }

        if (DuplicateMember().Match(json.Message) is { Success: true } duplicate)
        {
            return Refusal.Invalid(Leaf(field, duplicate.Groups["name"].Value), "duplicate_field", "It is given twice.");
        }

        // Thrown for the whole object when it has been read: the path is that of the object.
        if (ListsWithoutGaps.GapIn(json) is { } gap)
        {
            return Refusal.Invalid(Join(field, gap), "required", "It may not be null.");
        }

        // The reader itself stumbled: its exception is internal to System.Text.Json, a converter's or the serializer's is not.
        if (json.InnerException is JsonException || json.Path is null)
        {
            return new Refusal("malformed_json", $"The body is no JSON: line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1}.", RefusalKind.Invalid);
        }

        if (NullMember().IsMatch(json.Message))
        {
            return Refusal.Invalid(field, "required", "It may not be null.");
        }

        return field.Length == 0
            ? new Refusal("invalid_value", "The body is no JSON object of the expected kind.", RefusalKind.Invalid)
            : Refusal.Invalid(field, "invalid_value", "It is no value of the expected kind.");
    }

    private static Refusal ReadParameter(string message)
    {
        if (UnparsableParameter().Match(message) is { Success: true } unparsable)
        {
            return Refusal.Invalid(Camel(unparsable.Groups["name"].Value), "invalid_value", "It is no value of the expected kind.");
        }

        if (MissingParameter().Match(message) is { Success: true } missing)
        {
            return Refusal.Invalid(Camel(missing.Groups["name"].Value), "required", "It must be given.");
        }

        return message.Contains("body", StringComparison.OrdinalIgnoreCase)
            ? new Refusal("body_required", "The request needs a JSON body.", RefusalKind.Invalid)
            : new Refusal("bad_request", "The request cannot be understood.", RefusalKind.Invalid);
    }

    /// <summary>"$.lines[0].quantity" to "lines[0].quantity"; "$" to "".</summary>
    private static string FieldOf(string? path) => path is null or "$" ? "" : path.TrimStart('$').TrimStart('.');

    private static string Join(string parent, string name) => parent.Length == 0 ? name : $"{parent}.{name}";

    /// <summary>The path may end at the member or at the object that should have it.</summary>
    private static string Leaf(string field, string name) => field == name || field.EndsWith($".{name}", StringComparison.Ordinal) ? field : Join(field, name);

    private static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    [GeneratedRegex("^The JSON property '(?<name>[^']*)' could not be mapped", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex UnknownMember();

    [GeneratedRegex("missing required properties including: (?<names>.+?)\\.", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex MissingMembers();

    [GeneratedRegex("'(?<name>[^']+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex QuotedName();

    [GeneratedRegex("^Duplicate property '(?<name>[^']*)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex DuplicateMember();

    [GeneratedRegex("doesn't allow (setting )?null values", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex NullMember();

    [GeneratedRegex("^Failed to bind parameter \"[^\"]* (?<name>\\w+)\" from", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex UnparsableParameter();

    [GeneratedRegex("^Required parameter \"[^\"]* (?<name>\\w+)\" was not provided from (?!body)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 100)]
    private static partial Regex MissingParameter();
}
