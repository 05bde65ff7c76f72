using Microsoft.EntityFrameworkCore;
using Orgs.Api.Identity;
using Orgs.Api.Members;
using Orgs.Api.Storage;
using Orgs.Domain.Members;
using Orgs.Domain.Realms;
using ServiceDefaults.Security;

namespace Orgs.Api.Realms;

/// <summary>
/// With the first migration makes what an empty installation cannot make through its own API: the first signing key, the live realm, its operator and that
/// operator's super admin, from <c>Bootstrap:OperatorEmail</c> and <c>Bootstrap:OperatorPassword</c>. Later ones find it all and change nothing.
/// </summary>
internal static class LiveRealm
{
    /// <param name="services">Of a scope of one's own.</param>
    public static async Task FoundAsync(IServiceProvider services)
    {
        services.GetRequiredService<Scope>().EnterInstallation();
        var db = services.GetRequiredService<OrgsDb>();
        var configuration = services.GetRequiredService<IConfiguration>();

        await using var transaction = await db.Database.BeginTransactionAsync();
        // Two migrations may run at the same moment.
        await db.Database.LockAsync("live-realm", CancellationToken.None);
        if (!await db.SigningKeys.AnyAsync())
        {
            db.SigningKeys.Add(SigningKeys.Create(services.GetRequiredService<KeyEncryption>(), services.GetRequiredService<TimeProvider>().GetUtcNow()));
        }

        if (!await db.Realms.AnyAsync(realm => realm.Kind == RealmKind.Live))
        {
            var (_, root) = services.GetRequiredService<RealmFounding>().Found(RealmKind.Live, RealmFounding.LiveSlug, "Live", "Operator");
            services.GetRequiredService<NewMembers>().AddPerson(
                root, Setting(configuration, "Bootstrap:OperatorEmail"), "Operator", Setting(configuration, "Bootstrap:OperatorPassword"), MembershipRole.SuperAdmin, portalAccess: true);
        }

        await db.SaveChangesAsync();
        await transaction.CommitAsync();
    }

    private static string Setting(IConfiguration configuration, string name) =>
        configuration[name] is { Length: > 0 } value ? value : throw new InvalidOperationException($"{name} is not configured: the first migration needs it.");
}
