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
    public async Task<Person?> FindAsync(string email, string @namespace, CancellationToken cancellationToken) =>
        (await FindAsync([new PersonName(email, @namespace)], cancellationToken)).Values.SingleOrDefault();

    /// <summary>The same of many at once, in one query; who is not found is not in the answer.</summary>
    /// <remarks>Needs a system scope too.</remarks>
    public async Task<IReadOnlyDictionary<PersonName, Person>> FindAsync(IReadOnlyCollection<PersonName> names, CancellationToken cancellationToken)
    {
        if (names.Count == 0)
        {
            return new Dictionary<PersonName, Person>();
        }

        var emails = names.Select(name => name.NormalizedEmail).Distinct().ToList();
        var slugs = names.Select(name => name.Slug).Distinct().ToList();
        var found = await db.Memberships
            .Where(row => row.LeftAt == null && emails.Contains(row.Person!.Email) && slugs.Contains(row.Organization!.Slug))
            .Select(row => new { row.Person, row.Organization!.Slug })
            .ToListAsync(cancellationToken);
        var people = found.ToDictionary(entry => (entry.Person!.Email, entry.Slug), entry => entry.Person!);
        return names.Distinct().Where(name => people.ContainsKey((name.NormalizedEmail, name.Slug))).ToDictionary(name => name, name => people[(name.NormalizedEmail, name.Slug)]);
    }

    /// <summary>Of a person in an organisation that it has never been a member of.</summary>
    public Membership AddMembership(Guid organizationId, Person person, MembershipRole role, bool portalAccess)
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

/// <summary>How somebody is named from outside.</summary>
/// <param name="Namespace">Of one of its organisations, with or without its prefix.</param>
internal sealed record PersonName(string Email, string Namespace)
{
    public string NormalizedEmail { get; } = EmailAddress.Normalize(Email);

    public string Slug { get; } = Namespace.Trim().ToLowerInvariant() is var slug && slug.StartsWith(Domain.Organizations.Namespaces.Prefix, StringComparison.Ordinal)
        ? slug[Domain.Organizations.Namespaces.Prefix.Length..]
        : slug;
}
