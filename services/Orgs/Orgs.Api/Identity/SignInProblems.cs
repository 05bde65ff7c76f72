using Microsoft.AspNetCore.Http.HttpResults;
using Orgs.Domain.Identity;
using Primitives;
using ServiceDefaults.Web;

namespace Orgs.Api.Identity;

/// <summary>The answers to wrong credentials, whose statuses no other refusal has.</summary>
internal static class SignInProblems
{
    public static ProblemHttpResult Of(Refusal refusal, HttpContext http)
    {
        var problem = Problems.Of(refusal);
        if (refusal == CredentialCheck.Locked)
        {
            http.Response.Headers.RetryAfter = ((int)SignInLockout.Duration.TotalSeconds).ToString();
            problem.ProblemDetails.Status = StatusCodes.Status429TooManyRequests;
        }
        else
        {
            problem.ProblemDetails.Status = StatusCodes.Status401Unauthorized;
        }

        return TypedResults.Problem(problem.ProblemDetails);
    }
}
