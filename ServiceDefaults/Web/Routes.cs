using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ServiceDefaults.Security;

namespace ServiceDefaults.Web;

/// <summary>How a service declares its routes: what an operation is called and who may do it stand beside its address.</summary>
public static class Routes
{
    /// <summary>The group of a service's routes, such as <c>/api/billing/v1</c>. In it nothing is allowed until a route says so.</summary>
    public static RouteGroupBuilder MapApi(this IEndpointRouteBuilder app, string prefix)
    {
        var group = app.MapGroup(prefix);
        // Outermost first: what is stored for a repeated key includes the ETag.
        group.AddEndpointFilter(Idempotency.Honour);
        group.AddEndpointFilter(VersionTag.Write);
        return group;
    }

    /// <summary>The operation id: kebab-case, unique in the service.</summary>
    public static RouteHandlerBuilder Named(this RouteHandlerBuilder route, string operation) => route.WithName(operation);

    /// <summary>These roles may call it; a super admin always may.</summary>
    public static RouteHandlerBuilder Allow(this RouteHandlerBuilder route, params Role[] roles) => route.WithMetadata(RouteAccess.Of(roles));

    /// <summary>Everybody who is signed in may call it.</summary>
    public static RouteHandlerBuilder AllowEveryRole(this RouteHandlerBuilder route) => route.WithMetadata(RouteAccess.EveryRole());

    /// <summary>These roles of a realm's operator may call it; its super admin always may.</summary>
    public static RouteHandlerBuilder AllowOperator(this RouteHandlerBuilder route, params Role[] roles) =>
        route.WithMetadata(RouteAccess.Operator(roles, liveRealmOnly: false));

    /// <summary>As <see cref="AllowOperator"/>, in the live realm only: what concerns the whole installation.</summary>
    public static RouteHandlerBuilder AllowLiveOperator(this RouteHandlerBuilder route, params Role[] roles) =>
        route.WithMetadata(RouteAccess.Operator(roles, liveRealmOnly: true));

    /// <summary>Nobody has to sign in. The reason is printed in the API document.</summary>
    public static RouteHandlerBuilder AllowAnonymousCaller(this RouteHandlerBuilder route, string because) =>
        route.WithMetadata(RouteAccess.Anonymous(because));

    /// <summary>Callers of a suspended organisation may do this write too. (They may read everything they could before.)</summary>
    public static RouteHandlerBuilder AllowSuspended(this RouteHandlerBuilder route) => route.WithMetadata(new AllowedWhileSuspended());

    /// <summary>Honours the Idempotency-Key header, which clients may leave out: the effect happens once, the answer is the same again.</summary>
    public static RouteHandlerBuilder Idempotent(this RouteHandlerBuilder route) => route.WithMetadata(new IdempotentRoute());

    /// <summary>Replaces the limit of 1 MiB for this route's request body.</summary>
    public static RouteHandlerBuilder BodyLimit(this RouteHandlerBuilder route, long bytes) => route.WithMetadata(new BodyLimit(bytes));
}

/// <summary>The largest request body that a route takes.</summary>
internal sealed record BodyLimit(long MaxRequestBodySize) : Microsoft.AspNetCore.Http.Metadata.IRequestSizeLimitMetadata
{
    long? Microsoft.AspNetCore.Http.Metadata.IRequestSizeLimitMetadata.MaxRequestBodySize => MaxRequestBodySize;
}
