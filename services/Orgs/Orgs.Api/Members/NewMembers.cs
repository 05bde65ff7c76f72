using Microsoft.EntityFrameworkCore;
using Orgs.Api.Identity;
using Orgs.Api.Storage;
using Orgs.Contracts.V1;
using Orgs.Domain.Members;
using Primitives;
using ServiceDefaults.Time;
using Organization = Orgs.Api.Storage.Organization;

namespace Orgs.Api.Members;

/// <summary>Makes people members. The callers save.</summary>
internal sealed class NewMembers(OrgsDb db, Passwords passwords, RealmClock clock)
{
    public static readonly Refusal AlreadyMember = new("already_member", "This person is a member already.");

    /// <summary>A new identity, whose own organisation this is.</summary>
    public Person AddPerson(Organization organization, string email, string name, string password, MembershipRole role, bool portalAccess)
    {
        var person = new Person
        {
            Id = Guid.CreateVersion7(),
            RealmId = organization.RealmId,
            Email = EmailAddress.Normalize(email),
            Name = name,
            PasswordHash = passwords.Hash(password),
            HomeOrganizationId = organization.Id,
            CreatedAt = clock.Now,
        };
        db.People.Add(person);
        AddMembership(organization.Id, person, role, portalAccess);
        return person;
    }

    /// <summary>A further membership of a person there is. One who comes back goes on with the membership of before.</summary>
    /// <returns>Refused with <c>already_member</c>.</returns>
    public async Task<Result<Membership>> JoinAsync(
        Guid organizationId, Person person, MembershipRole role, bool portalAccess, CancellationToken cancellationToken)
    {
        var former = await db.Memberships.SingleOrDefaultAsync(
            row => row.OrganizationId == organizationId && row.PersonId == person.Id, cancellationToken);
        if (former is null)
        {
            return AddMembership(organizationId, person, role, portalAccess);
        }

        if (former.LeftAt is null)
        {
            return AlreadyMember;
        }

        former.Role = role;
        former.PortalAccess = portalAccess;
        former.JoinedAt = clock.Now;
        former.LeftAt = null;
        former.Version++;
        db.Emit(new MemberJoined(former.ToFact(person)), former.Id, former.Version, clock.Now);
        return former;
    }

    /// <summary>The person that an e-mail address and the namespace of one of its organisations name together; null if they name nobody.</summary>
    /// <remarks>Needs a system scope: the person is of another organisation. Portal access to it is not asked for: it is still the person's organisation.</remarks>
    public Task<Person?> FindAsync(string email, string @namespace, CancellationToken cancellationToken)
    {
        var normalized = EmailAddress.Normalize(email);
        var slug = @namespace.Trim().ToLowerInvariant();
        slug = slug.StartsWith(Domain.Organizations.Namespaces.Prefix, StringComparison.Ordinal) ? slug[Domain.Organizations.Namespaces.Prefix.Length..] : slug;
        return db.Memberships
            .Where(row => row.LeftAt == null && row.Person!.Email == normalized && row.Organization!.Slug == slug)
            .Select(row => row.Person)
            .SingleOrDefaultAsync(cancellationToken);
    }

    private Membership AddMembership(Guid organizationId, Person person, MembershipRole role, bool portalAccess)
    {
        var membership = new Membership
        {
            Id = Guid.CreateVersion7(),
            RealmId = person.RealmId,
            OrganizationId = organizationId,
            PersonId = person.Id,
            Role = role,
            PortalAccess = portalAccess,
            JoinedAt = clock.Now,
        };
        db.Memberships.Add(membership);
        db.Emit(new MemberJoined(membership.ToFact(person)), membership.Id, membership.Version, clock.Now);
        return membership;
    }
}
