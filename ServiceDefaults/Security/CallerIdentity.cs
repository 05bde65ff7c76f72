using System.Globalization;
using System.Security.Claims;

namespace ServiceDefaults.Security;

/// <summary>An identity whose claims have been read once, when its token was validated.</summary>
internal sealed class CallerIdentity : ClaimsIdentity
{
    private CallerIdentity(ClaimsIdentity claims, Caller caller)
        : base(claims)
    {
        Caller = caller;
        Principal = new ClaimsPrincipal(this);
    }

    public Caller Caller { get; }

    /// <summary>What a request's user is set to. One for all requests with the same token: nobody changes it.</summary>
    public ClaimsPrincipal Principal { get; }

    /// <summary>Null if a claim is missing or malformed: such a token names no caller.</summary>
    public static CallerIdentity? Of(ClaimsIdentity claims)
    {
        var isCaller = TryGuid(TokenClaims.Person, out var person)
            & TryGuid(TokenClaims.Organization, out var organization)
            & TryGuid(TokenClaims.Realm, out var realm)
            & TryGuid(TokenClaims.Session, out var session)
            & TryEnum<OrganizationKind>(TokenClaims.OrganizationKind, out var kind)
            & TryEnum<Role>(TokenClaims.Role, out var role);
        return isCaller
            ? new CallerIdentity(claims, new Caller(person, organization, kind, role, realm, Is(TokenClaims.Live), session, Is(TokenClaims.Suspended)))
            : null;

        bool TryGuid(string type, out Guid value) => Guid.TryParse(claims.FindFirst(type)?.Value, CultureInfo.InvariantCulture, out value);

        bool TryEnum<T>(string type, out T value)
            where T : struct, Enum
        {
            value = default;
            return claims.FindFirst(type)?.Value is { Length: > 0 } text
                && char.IsLetter(text[0])
                && Enum.TryParse(text, ignoreCase: true, out value)
                && Enum.IsDefined(value);
        }

        bool Is(string type) => claims.FindFirst(type)?.Value is "true" or "True";
    }
}
