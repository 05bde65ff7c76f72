using Orgs.Api.Organizations;
using Orgs.Api.Storage;
using Orgs.Contracts.V1;
using Orgs.Domain.Organizations;
using Orgs.Domain.Realms;
using ServiceDefaults.Security;
using ServiceDefaults.Time;
using Organization = Orgs.Api.Storage.Organization;

namespace Orgs.Api.Realms;

/// <summary>Makes a realm and the operator organisation at its root. The caller saves.</summary>
internal sealed class RealmFounding(OrgsDb db, Scope scope, RealmClock clock)
{
    public const string LiveSlug = "live";

    /// <summary>Enters the new realm's scope: what the caller emits from here on belongs to it, and happens when it begins.</summary>
    /// <param name="beganAt">Null for now.</param>
    public (Realm Realm, Organization Operator) Found(RealmKind kind, string slug, string name, string operatorName, DateTimeOffset? beganAt = null)
    {
        var realmId = Guid.CreateVersion7();
        scope.EnterRealm(realmId, beganAt);
        var now = clock.Now;
        var root = new Organization
        {
            Id = Guid.CreateVersion7(),
            RealmId = realmId,
            Kind = OrgKind.Operator,
            ParentId = null,
            Slug = "operator",
            Name = operatorName,
            TimeZone = OrganizationDefaults.TimeZone,
            Currency = OrganizationDefaults.Currency,
            Language = OrganizationDefaults.Language,
            Status = OrganizationStatus.Active,
            CreatedAt = now,
        };
        var realm = new Realm { Id = realmId, Slug = slug, Name = name, Kind = kind, OperatorId = root.Id, CreatedAt = now };
        db.Realms.Add(realm);
        db.Organizations.Add(root);
        db.Emit(new RealmCreated(realm.Id, realm.Name, Spelling.Of(realm.Kind), root.Id), realm.Id, version: 1, now);
        db.Emit(new OrganizationCreated(root.ToFact()), root.Id, root.Version, now);
        return (realm, root);
    }
}
