using Microsoft.EntityFrameworkCore;
using Npgsql;
using Orgs.Api.Storage;
using ServiceDefaults.Security;

namespace Orgs.Api.Identity;

/// <summary>Forgets sessions, links, failed sign-ins and keys that can have no effect any more, on the wall clock like their ends.</summary>
internal sealed partial class IdentityExpiry(IServiceScopeFactory scopes, TimeProvider wallClock, ILogger<IdentityExpiry> logger) : BackgroundService
{
    /// <summary>Long enough to look into how a session ended.</summary>
    private static readonly TimeSpan SessionsKept = TimeSpan.FromDays(30);

    private static readonly TimeSpan OthersKept = TimeSpan.FromDays(1);
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, wallClock);
        do
        {
            try
            {
                await ForgetAsync(stoppingToken);
            }
            catch (NpgsqlException exception)
            {
                LogPostponed(logger, exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Scope>().EnterInstallation();
        var db = scope.ServiceProvider.GetRequiredService<OrgsDb>();
        var now = wallClock.GetUtcNow();
        await db.Sessions.Where(row => row.EndsAt < now - SessionsKept).ExecuteDeleteAsync(cancellationToken);
        await db.PasswordResets.Where(row => row.ExpiresAt < now - OthersKept).ExecuteDeleteAsync(cancellationToken);
        await db.SignInFailures.Where(row => row.LastAt < now - OthersKept).ExecuteDeleteAsync(cancellationToken);
        await db.SigningKeys.Where(row => row.PublishedUntil < now - OthersKept).ExecuteDeleteAsync(cancellationToken);
    }

    [LoggerMessage(1, LogLevel.Warning, "Expired sessions could not be deleted; the next round will")]
    private static partial void LogPostponed(ILogger logger, Exception exception);
}
