using System.Collections.Frozen;
using ServiceDefaults.Security;

namespace ServiceDefaults.Web;

/// <summary>Who may call a route. A route without one is refused at start-up, and to every caller.</summary>
internal sealed class RouteAccess
{
    private readonly FrozenSet<Role> roles;

    private RouteAccess(IEnumerable<Role> roles) => this.roles = roles.ToFrozenSet();

    /// <summary>Why nobody has to sign in; null where everybody has to.</summary>
    public string? AnonymousBecause { get; private init; }

    public bool OperatorOnly { get; private init; }

    public bool LiveRealmOnly { get; private init; }

    /// <summary>In the order of the enum, for documents.</summary>
    public IEnumerable<Role> Roles => roles.Order();

    public bool IsAnonymous => AnonymousBecause is not null;

    // A super admin may do what any other role may: it could give itself that role anyway.
    public static RouteAccess Of(Role[] roles) => new(NotEmpty(roles).Append(Role.SuperAdmin));

    public static RouteAccess EveryRole() => new(Enum.GetValues<Role>());

    public static RouteAccess Operator(Role[] roles, bool liveRealmOnly) =>
        new(NotEmpty(roles).Append(Role.SuperAdmin)) { OperatorOnly = true, LiveRealmOnly = liveRealmOnly };

    public static RouteAccess Anonymous(string because) => new([]) { AnonymousBecause = because };

    public bool Permits(Caller caller) =>
        roles.Contains(caller.Role)
        && (!OperatorOnly || caller.Kind == OrganizationKind.Operator)
        && (!LiveRealmOnly || caller.IsLiveRealm);

    private static Role[] NotEmpty(Role[] roles) => roles is [] ? throw new ArgumentException("Name a role.", nameof(roles)) : roles;
}

/// <summary>Marks a write that callers of a suspended organisation may still do.</summary>
internal sealed class AllowedWhileSuspended;

/// <summary>Marks a route that honours the Idempotency-Key header.</summary>
internal sealed class IdempotentRoute;
