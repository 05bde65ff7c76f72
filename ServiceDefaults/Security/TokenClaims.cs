namespace ServiceDefaults.Security;

/// <summary>The claims of a platform token. Orgs writes them, everybody reads them.</summary>
public static class TokenClaims
{
    public const string Audience = "platform";

    /// <summary>The token's <c>typ</c> header (RFC 9068): a token of another sort, such as a refresh token, is no access token.</summary>
    public const string TokenType = "at+jwt";

    public const string Person = "sub";
    public const string Organization = "org";
    public const string OrganizationKind = "org_kind";
    public const string Role = "role";
    public const string Realm = "realm";
    public const string Live = "live";
    public const string Session = "sid";
    public const string Suspended = "susp";
}
