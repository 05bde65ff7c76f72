using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Security;

namespace ServiceDefaults.Web;

/// <summary>Decides from the route and the token alone whether a request is let in, before its body is read or a row is loaded.</summary>
internal sealed class AccessControl(RequestDelegate next, DeniedSessions denied)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (Caller.Of(context) is { } bearer && denied.Contains(bearer.SessionId))
        {
            // Signed out: whatever the token says until it expires, there is no caller any more.
            context.User = new ClaimsPrincipal();
        }

        // Other endpoints are the framework's own refusals (405, 415), which lead nowhere.
        if (context.GetEndpoint() is not RouteEndpoint endpoint)
        {
            return next(context);
        }

        var access = endpoint.Metadata.GetMetadata<RouteAccess>();
        var caller = Caller.Of(context);
        if (access is { IsAnonymous: true })
        {
            return next(context);
        }

        if (caller is null)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Refuse(context, StatusCodes.Status401Unauthorized, "unauthenticated", "Sign in: the request carries no valid access token.");
        }

        if (access is null || !access.Permits(caller))
        {
            return Refuse(context, StatusCodes.Status403Forbidden, "role_not_permitted", "Your role in this organisation does not permit this.");
        }

        if (caller.IsSuspended && IsWrite(context.Request.Method) && endpoint.Metadata.GetMetadata<AllowedWhileSuspended>() is null)
        {
            return Refuse(context, StatusCodes.Status403Forbidden, "organization_suspended", "Your organisation is suspended; it can read, pay and ask for help.");
        }

        context.RequestServices.GetRequiredService<Scope>().EnterCaller(caller);
        return next(context);
    }

    private static bool IsWrite(string method) => !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);

    private static Task Refuse(HttpContext context, int status, string code, string detail) =>
        ProblemWriter.Write(context, Problems.Describe(status, code, detail));
}
