using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using ServiceDefaults.Messaging;

namespace ServiceDefaults.Storage;

/// <summary>
/// Keeps this process's memory current with what any replica has written: moved clocks, denied sessions, work to start at once. Listens for NOTIFY, and
/// looks unasked now and then, since a connection that died quietly brings none.
/// </summary>
internal sealed partial class PlatformNotifications(
    NpgsqlDataSource database, PlatformState state, Wakes wakes, IOptions<MessagingOptions> options, ILogger<PlatformNotifications> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>In the transaction of the change. For rare changes only: a commit that notifies waits for every other one that does.</summary>
    public static Task Notify(SqlSession session, CancellationToken cancellationToken) => session.Execute($"SELECT pg_notify('platform', '')", cancellationToken);

    /// <summary>The first look comes before the service takes requests; a database that is away does not keep it from starting.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await state.Refresh(cancellationToken);
        }
        catch (Exception exception) when (IsAway(exception))
        {
            LogAway(exception);
        }
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Listen(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception) when (IsAway(exception))
            {
                LogAway(exception);
                await Task.Delay(Pause, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task Listen(CancellationToken stoppingToken)
    {
        await using var connection = await database.OpenConnectionAsync(stoppingToken);
        await using (var listen = new NpgsqlCommand("LISTEN platform", connection))
            await listen.ExecuteNonQueryAsync(stoppingToken);
        while (true)
        {
            await state.Refresh(stoppingToken);
            wakes.Raise(Wake.Outbox | Wake.DueWork | Wake.Drain | Wake.Replay);
            await connection.WaitAsync(options.Value.StatePoll, stoppingToken);
        }
    }

    private static bool IsAway(Exception exception) => exception is NpgsqlException or TimeoutException or SocketException or IOException;

    [LoggerMessage(LogLevel.Warning, "The database is away: clocks and denied sessions stay as last read")]
    private partial void LogAway(Exception exception);
}
