using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace ServiceDefaults.Web;

/// <summary>Writes a problem where no route handler is there to return one.</summary>
internal static class ProblemWriter
{
    private const string MediaType = "application/problem+json";

    public static Task Write(HttpContext context, ProblemDetails problem)
    {
        context.Response.StatusCode = problem.Status!.Value;
        return context.Response.WriteAsJsonAsync(problem, options: null, MediaType, context.RequestAborted);
    }
}
