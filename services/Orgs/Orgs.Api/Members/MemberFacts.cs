using Orgs.Api.Storage;
using Facts = Orgs.Contracts.V1;

namespace Orgs.Api.Members;

internal static class MemberFacts
{
    /// <summary>The membership's public state, as events carry it.</summary>
    public static Facts.Member ToFact(this Membership membership, Person person) => new(
        membership.PersonId,
        membership.OrganizationId,
        person.Name,
        Spelling.Of(membership.Role),
        membership.PortalAccess,
        membership.LeftAt is null ? "active" : "left",
        person.Email);
}
