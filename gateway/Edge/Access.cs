using Microsoft.AspNetCore.Authorization;
using Microsoft.Net.Http.Headers;
using ServiceDefaults.Security;

namespace Gateway.Edge;

/// <summary>
/// Deny by default: what is not marked as anonymous needs a caller. Roles are the services' own business; the gateway only keeps strangers out.
/// </summary>
public static class Access
{
    public static Task Require(HttpContext context, RequestDelegate next)
    {
        if (Caller.Of(context) is not null || context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return next(context);

        // RFC 6750: a request without any token is told the scheme alone.
        context.Response.Headers[HeaderNames.WWWAuthenticate] = context.Request.Headers.Authorization.Count > 0 ? "Bearer error=\"invalid_token\"" : "Bearer";
        return GatewayProblems.WriteAsync(context, GatewayProblems.Unauthenticated);
    }
}
