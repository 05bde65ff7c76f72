using Microsoft.EntityFrameworkCore;
using Orgs.Api.Storage;

namespace Orgs.Api.Identity;

/// <summary>Which realm somebody without a token means.</summary>
internal static class RealmNames
{
    /// <param name="name">A slug or an id.</param>
    public static async Task<Guid?> FindAsync(OrgsDb db, string name, CancellationToken cancellationToken)
    {
        var isId = Guid.TryParse(name, out var id);
        var found = await db.Realms
            .Where(realm => isId ? realm.Id == id : realm.Slug == name)
            .Select(realm => (Guid?)realm.Id)
            .SingleOrDefaultAsync(cancellationToken);
        return found;
    }
}
