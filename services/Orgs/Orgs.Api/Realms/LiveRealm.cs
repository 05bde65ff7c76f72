using Microsoft.EntityFrameworkCore;
using Npgsql;
using Orgs.Api.Identity;
using Orgs.Api.Members;
using Orgs.Api.Storage;
using Orgs.Domain.Members;
using Orgs.Domain.Realms;
using ServiceDefaults.Security;

namespace Orgs.Api.Realms;

/// <summary>
/// On the first start makes what an empty installation cannot make through its own API: the first signing key, the live realm, its operator and that
/// operator's super admin, from <c>Bootstrap:OperatorEmail</c> and <c>Bootstrap:OperatorPassword</c>. Later starts find it all and change nothing.
/// </summary>
internal sealed class LiveRealm(IServiceScopeFactory scopes, NpgsqlDataSource database, IConfiguration configuration, TimeProvider wallClock) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (await IsThereAsync(cancellationToken))
            return;

        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        services.GetRequiredService<Scope>().EnterInstallation();
        var db = services.GetRequiredService<OrgsDb>();

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Replicas start at the same moment.
        await db.Database.LockAsync("live-realm", cancellationToken);
        if (!await db.SigningKeys.AnyAsync(cancellationToken))
        {
            db.SigningKeys.Add(SigningKeys.Create(services.GetRequiredService<KeyEncryption>(), wallClock.GetUtcNow()));
        }

        if (!await db.Realms.AnyAsync(realm => realm.Kind == RealmKind.Live, cancellationToken))
        {
            var (_, root) = services.GetRequiredService<RealmFounding>().Found(RealmKind.Live, RealmFounding.LiveSlug, "Live", "Operator");
            services.GetRequiredService<NewMembers>().AddPerson(
                root, Setting("Bootstrap:OperatorEmail"), "Operator", Setting("Bootstrap:OperatorPassword"), MembershipRole.SuperAdmin, portalAccess: true);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>So it is at every later start. Found out without a model of the database, which a service that only waits has no other use for.</summary>
    private async Task<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT EXISTS (SELECT 1 FROM signing_keys) AND EXISTS (SELECT 1 FROM realms WHERE kind = $1)");
        command.Parameters.AddWithValue(nameof(RealmKind.Live));
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private string Setting(string name) =>
        configuration[name] is { Length: > 0 } value ? value : throw new InvalidOperationException($"{name} is not configured: the first start needs it.");
}
