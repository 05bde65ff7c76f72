using Microsoft.AspNetCore.Http;

namespace ServiceDefaults.Security;

/// <summary>The signed-in person, acting for one organisation in one realm, as its token says.</summary>
public sealed record Caller(
    Guid PersonId,
    Guid OrganizationId,
    OrganizationKind Kind,
    Role Role,
    Guid RealmId,
    bool IsLiveRealm,
    Guid SessionId,
    bool IsSuspended)
{
    /// <summary>Binds the parameter of a route handler. On a route for anonymous callers there is none.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context));

    /// <summary>Null if the request carries no valid token.</summary>
    public static Caller? Of(HttpContext context) => (context.User.Identity as CallerIdentity)?.Caller;
}
