using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;
using Orgs.Domain.Members;
using Orgs.Domain.Organizations;
using ServiceDefaults.Security;

namespace Orgs.Api.Identity;

internal sealed record MeView(PersonView Person, Guid RealmId, Guid OrganizationId, MembershipRole Role, IReadOnlyList<MembershipView> Memberships);

internal static class GetMe
{
    public static async Task<Ok<MeView>> Handle(Caller caller, OrgsDb db, Scope scope, Sessions sessions, CancellationToken cancellationToken)
    {
        // A person's memberships are of many organisations: each is its own, but no one organisation's.
        scope.EnterRealm(caller.RealmId);
        var person = await db.People
            .Where(row => row.Id == caller.PersonId)
            .Select(row => new PersonView(row.Id, row.Name, row.Email, Namespaces.Of(row.HomeOrganization!.Slug)))
            .SingleAsync(cancellationToken);
        var memberships = await sessions.MembershipsAsync(caller.PersonId, cancellationToken);
        return TypedResults.Ok(new MeView(
            person, caller.RealmId, caller.OrganizationId, (MembershipRole)caller.Role, [.. memberships.Select(MembershipView.Of)]));
    }
}
