using Npgsql;

namespace Orgs.Api.Identity;

/// <summary>Forgets sessions, links, failed sign-ins and keys that can have no effect any more, on the wall clock like their ends.</summary>
internal sealed partial class IdentityExpiry(NpgsqlDataSource database, TimeProvider wallClock, ILogger<IdentityExpiry> logger) : BackgroundService
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
        var now = wallClock.GetUtcNow();
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(Delete("DELETE FROM sessions WHERE ends_at < $1", now - SessionsKept));
        batch.BatchCommands.Add(Delete("DELETE FROM password_resets WHERE expires_at < $1", now - OthersKept));
        batch.BatchCommands.Add(Delete("DELETE FROM sign_in_failures WHERE last_at < $1", now - OthersKept));
        batch.BatchCommands.Add(Delete("DELETE FROM signing_keys WHERE published_until < $1", now - OthersKept));
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static NpgsqlBatchCommand Delete(string sql, DateTimeOffset before) => new(sql) { Parameters = { new() { Value = before } } };

    [LoggerMessage(1, LogLevel.Warning, "Expired sessions could not be deleted; the next round will")]
    private static partial void LogPostponed(ILogger logger, Exception exception);
}
