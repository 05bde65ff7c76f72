using System.Linq.Expressions;
using Orgs.Api.Storage;
using Orgs.Domain.Realms;
using ServiceDefaults.Security;
using ServiceDefaults.Time;

namespace Orgs.Api.Realms;

/// <param name="Now">The realm's time: the wall clock; in a sandbox ahead of it, or behind if it began in the past.</param>
internal sealed record RealmView(Guid Id, string Slug, string Name, RealmKind Kind, Guid OperatorId, DateTimeOffset CreatedAt, DateTimeOffset Now);

internal static class RealmViews
{
    /// <summary>The realms a caller sees: the live operator all of them, a sandbox's operator its own.</summary>
    public static Expression<Func<Realm, bool>> VisibleTo(Caller caller) => realm => caller.IsLiveRealm || realm.Id == caller.RealmId;

    public static RealmView View(this Realm realm, RealmOffsets offsets, TimeProvider wallClock) => new(
        realm.Id, realm.Slug, realm.Name, realm.Kind, realm.OperatorId, realm.CreatedAt, wallClock.GetUtcNow() + offsets.Of(realm.Id));
}
