using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Orgs.Api.Storage;
using Orgs.Domain.Organizations;
using Orgs.Domain.Realms;
using ServiceDefaults.Security;

namespace Orgs.Api.Identity;

/// <summary>Issues the access tokens that every service trusts.</summary>
internal sealed class AccessTokens(SigningKeyRing keys, IConfiguration configuration, TimeProvider wallClock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>When no token issued up to now is accepted any more, differences of clocks included.</summary>
    public DateTimeOffset AllExpiredAt => wallClock.GetUtcNow() + Lifetime + TimeSpan.FromMinutes(1);

    /// <param name="membership">With its organisation.</param>
    public async Task<string> IssueAsync(Session session, Membership membership, RealmKind realm, CancellationToken cancellationToken)
    {
        var organization = membership.Organization!;
        var now = wallClock.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object>
        {
            [TokenClaims.Person] = session.PersonId.ToString(),
            [TokenClaims.Organization] = organization.Id.ToString(),
            [TokenClaims.OrganizationKind] = Spelling.Of(organization.Kind),
            [TokenClaims.Role] = Spelling.Of(membership.Role),
            [TokenClaims.Realm] = session.RealmId.ToString(),
            [TokenClaims.Session] = session.AccessId.ToString(),
            [JwtRegisteredClaimNames.Jti] = Guid.CreateVersion7().ToString(),
        };
        if (realm == RealmKind.Live)
        {
            claims[TokenClaims.Live] = "true";
        }

        // Of an ended organisation people keep reading, and change nothing either.
        if (organization.Status != OrganizationStatus.Active)
        {
            claims[TokenClaims.Suspended] = "true";
        }

        var descriptor = new SecurityTokenDescriptor
        {
            TokenType = TokenClaims.TokenType,
            Issuer = configuration["Auth:Issuer"],
            Audience = TokenClaims.Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            Claims = claims,
            SigningCredentials = new SigningCredentials(await keys.CurrentAsync(cancellationToken), SecurityAlgorithms.EcdsaSha256),
        };
        return new JsonWebTokenHandler().CreateToken(descriptor);
    }
}
