using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Primitives;

namespace ServiceDefaults.Web;

/// <summary>Every "no" of the platform in the shape of RFC 9457. <c>code</c> is what clients branch on; <c>detail</c> is for people.</summary>
public static class Problems
{
    /// <summary>The answer to a rule's refusal, with the status its kind stands for.</summary>
    public static ProblemHttpResult Of(Refusal refusal) => TypedResults.Problem(Describe(refusal));

    /// <summary>404 <c>not_found</c>: it does not exist, or not for this caller; the answer does not tell which.</summary>
    /// <param name="what">The noun, such as "request".</param>
    public static ProblemHttpResult NotFound(string what) =>
        TypedResults.Problem(Describe(StatusCodes.Status404NotFound, "not_found", $"There is no such {what}."));

    internal static ProblemDetails Describe(Refusal refusal)
    {
        var problem = Describe(StatusOf(refusal.Kind), refusal.Code, refusal.Detail, refusal.Errors);
        if (refusal.Suggestions is { } suggestions)
        {
            problem.Extensions["suggestions"] = suggestions;
        }

        return problem;
    }

    internal static ProblemDetails Describe(int status, string code, string detail, IReadOnlyList<FieldError>? errors = null)
    {
        var problem = new ProblemDetails
        {
            Type = $"urn:platform:problem:{code}",
            Title = TitleOf(code),
            Status = status,
            Detail = detail,
            Extensions = { ["code"] = code, ["traceId"] = Activity.Current?.TraceId.ToHexString() },
        };
        if (errors is { Count: > 0 })
        {
            problem.Extensions["errors"] = errors
                .GroupBy(error => error.Field)
                .ToDictionary(field => field.Key, field => field.Select(error => new FieldProblem(error.Code, error.Detail)).ToList());
        }

        return problem;
    }

    internal static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status400BadRequest,
        RefusalKind.NotPermitted => StatusCodes.Status403Forbidden,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.PreconditionFailed => StatusCodes.Status412PreconditionFailed,
        RefusalKind.Unprocessable => StatusCodes.Status422UnprocessableEntity,
        RefusalKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A kind of refusal without a status."),
    };

    /// <summary>"organization_suspended" reads "Organization suspended".</summary>
    private static string TitleOf(string code) => string.Concat(code[..1].ToUpperInvariant(), code.AsSpan(1).ToString().Replace('_', ' '));
}

/// <summary>One thing wrong with one field, as it stands in a problem's <c>errors</c>.</summary>
internal sealed record FieldProblem(string Code, string Detail);
