using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Orgs.Api.Tests;

/// <summary>One operation, as somebody tries it on rows that are none of its business.</summary>
/// <param name="Path">With <c>{organization}</c>, <c>{connection}</c>, <c>{member}</c>, <c>{invitation}</c>, <c>{session}</c> or <c>{realm}</c> where a row is named.</param>
/// <param name="WhileSuspended">Whether people of a suspended organisation may do it.</param>
public sealed record ApiRoute(string Operation, HttpMethod Method, string Path, object? Body = null, bool WhileSuspended = false)
{
    public bool NamesARow => Path.Contains('{');

    public bool IsWrite => Method != HttpMethod.Get;
}

/// <summary>Every operation that needs a token. A route that is missing here fails a test.</summary>
public static class ApiRoutes
{
    private static readonly object Reason = new { reason = "Because" };
    private static readonly object NoOwner = new { personId = (string?)null };

    public static readonly IReadOnlyList<ApiRoute> All =
    [
        new("sign-out", HttpMethod.Post, "sign-out", WhileSuspended: true),
        new("switch-organization", HttpMethod.Post, "switch-organization", new { organizationId = Guid.Empty }, WhileSuspended: true),
        new("get-me", HttpMethod.Get, "me"),
        new("change-password", HttpMethod.Post, "password", new { currentPassword = "x", newPassword = "y" }, WhileSuspended: true),
        new("list-sessions", HttpMethod.Get, "sessions"),
        new("revoke-session", HttpMethod.Post, "sessions/{session}/revoke", WhileSuspended: true),
        new("list-organizations", HttpMethod.Get, "organizations"),
        new("create-organization", HttpMethod.Post, "organizations", new { }),
        new("import-organizations", HttpMethod.Post, "organizations/import", new { organizations = Array.Empty<object>() }),
        new("list-organization-tree", HttpMethod.Get, "organizations/tree"),
        new("get-organization", HttpMethod.Get, "organizations/{organization}"),
        new("update-organization", HttpMethod.Patch, "organizations/{organization}", new { country = "AT" }),
        new("suspend-organization", HttpMethod.Post, "organizations/{organization}/suspend", Reason),
        new("restore-organization", HttpMethod.Post, "organizations/{organization}/restore", Reason),
        new("end-organization", HttpMethod.Post, "organizations/{organization}/end", Reason),
        new("get-reseller-plan-impact", HttpMethod.Get, "organizations/{organization}/reseller-plan-impact?to=free"),
        new("change-reseller-plan", HttpMethod.Post, "organizations/{organization}/change-reseller-plan", new { plan = "free", alias = "an-alias" }),
        new("check-alias", HttpMethod.Get, "organizations/{organization}/alias-availability?alias=an-alias"),
        new("list-reseller-plans", HttpMethod.Get, "reseller-plans"),
        new("list-invitations", HttpMethod.Get, "invitations"),
        new("resend-invitation", HttpMethod.Post, "invitations/{invitation}/resend"),
        new("withdraw-invitation", HttpMethod.Post, "invitations/{invitation}/withdraw"),
        new("list-members", HttpMethod.Get, "members"),
        new("add-member", HttpMethod.Post, "members", new { email = "a@b.test", name = "A", role = "viewer" }),
        new("update-member", HttpMethod.Patch, "members/{member}", new { role = "viewer" }),
        new("remove-member", HttpMethod.Delete, "members/{member}"),
        new("list-connections", HttpMethod.Get, "connections"),
        new("invite-connection", HttpMethod.Post, "connections", new { }),
        new("get-connection", HttpMethod.Get, "connections/{connection}"),
        new("update-connection", HttpMethod.Patch, "connections/{connection}", new { referenceNumber = "mine" }),
        new("accept-connection", HttpMethod.Post, "connections/{connection}/accept"),
        new("decline-connection", HttpMethod.Post, "connections/{connection}/decline"),
        new("withdraw-connection", HttpMethod.Post, "connections/{connection}/withdraw"),
        new("suspend-connection", HttpMethod.Post, "connections/{connection}/suspend", Reason),
        new("restore-connection", HttpMethod.Post, "connections/{connection}/restore"),
        new("end-connection", HttpMethod.Post, "connections/{connection}/end", Reason),
        new("assign-sales-owner", HttpMethod.Put, "connections/{connection}/sales-owner", NoOwner),
        new("assign-support-owner", HttpMethod.Put, "connections/{connection}/support-owner", NoOwner),
        new("list-audit", HttpMethod.Get, "audit"),
        new("list-realms", HttpMethod.Get, "realms"),
        new("create-realm", HttpMethod.Post, "realms", new { name = "X", operatorEmail = "x@y.test" }),
        new("get-realm", HttpMethod.Get, "realms/{realm}"),
        new("advance-realm-clock", HttpMethod.Post, "realms/{realm}/advance-clock", new { by = "P1D" }),
        new("get-clock-job", HttpMethod.Get, "realms/{realm}/clock-jobs/{realm}"),
        new("list-signing-keys", HttpMethod.Get, "signing-keys"),
        new("rotate-signing-key", HttpMethod.Post, "signing-keys/rotate"),
    ];

    private static readonly string[] Anonymous =
    [
        "accept-invitation", "complete-password-reset", "get-discovery-document", "get-password-reset", "get-signing-key-set",
        "refresh-session", "request-password-reset", "show-invitation", "sign-in",
    ];

    /// <summary>The ids of all operations of a running service that are Orgs' own.</summary>
    public static IEnumerable<string> ServedBy(IServiceProvider services) =>
        services.GetRequiredService<EndpointDataSource>().Endpoints
            .OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/api/orgs/v1", StringComparison.Ordinal) && !route.RoutePattern.RawText.Contains("/admin/", StringComparison.Ordinal))
            .Select(route => route.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName)
            .OfType<string>()
            .Except(Anonymous, StringComparer.Ordinal);
}
