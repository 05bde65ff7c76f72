using Orgs.Api.Storage;
using Orgs.Domain.Members;
using Orgs.Domain.Organizations;

namespace Orgs.Api.Identity;

/// <summary>What a signed-in client needs.</summary>
/// <param name="ExpiresIn">Seconds until the access token expires.</param>
/// <param name="RefreshToken">Left out where the session keeps the one it has.</param>
/// <param name="OrganizationId">What the access token acts for.</param>
/// <param name="Memberships">What the person can switch to.</param>
/// <param name="Shop">Where the person signed in by a shop's address; null otherwise.</param>
internal sealed record TokenView(
    string AccessToken,
    string TokenType,
    int ExpiresIn,
    string? RefreshToken,
    Guid SessionId,
    Guid RealmId,
    Guid OrganizationId,
    MembershipRole Role,
    PersonView Person,
    IReadOnlyList<MembershipView> Memberships,
    SignedInShopView? Shop = null);

/// <param name="ConnectionId">On which the organisation that the token acts for buys there; null for the seller itself.</param>
internal sealed record SignedInShopView(Guid SellerId, Guid? ConnectionId);

/// <param name="Namespace">Of the person's own organisation: how another organisation names the person, together with the e-mail address.</param>
internal sealed record PersonView(Guid Id, string Name, string Email, string Namespace);

internal sealed record MembershipView(
    Guid OrganizationId, string OrganizationName, OrgKind OrganizationKind, string OrganizationNamespace, OrganizationStatus OrganizationStatus, MembershipRole Role)
{
    public static MembershipView Of(Membership membership)
    {
        var organization = membership.Organization!;
        return new(organization.Id, organization.Name, organization.Kind, Namespaces.Of(organization.Slug), organization.Status, membership.Role);
    }
}
