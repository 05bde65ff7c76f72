using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace ServiceDefaults.Web;

/// <summary>
/// <c>/alive</c>: the process answers. <c>/health</c>: it can serve requests, which takes its database and nothing else. What it can do without for a
/// while (the bus: events wait in the outbox) may report itself as degraded; that is still 200.
/// </summary>
internal static class Health
{
    private const string Because = "Asked by the orchestrator, which has no token; tells states and no data.";

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database", timeout: TimeSpan.FromSeconds(3));
        return services;
    }

    public static void MapHealth(this WebApplication app)
    {
        // Handlers of our own, because the framework's would make every check, and the bus with it, before there is a request.
        app.MapGet("/health", Ready).Named("health").AllowAnonymousCaller(Because).ExcludeFromDescription();
        app.MapGet("/alive", () => TypedResults.Ok(new { status = nameof(HealthStatus.Healthy) })).Named("alive").AllowAnonymousCaller(Because).ExcludeFromDescription();
    }

    private static async Task<IResult> Ready(HealthCheckService checks, CancellationToken cancellationToken)
    {
        var report = await checks.CheckHealthAsync(cancellationToken);
        return TypedResults.Json(
            new { status = report.Status.ToString(), checks = report.Entries.ToDictionary(check => check.Key, check => check.Value.Status.ToString()) },
            statusCode: report.Status == HealthStatus.Unhealthy ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }

    private sealed class DatabaseHealth(NpgsqlDataSource database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await using var command = database.CreateCommand("select 1");
                await command.ExecuteScalarAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                return HealthCheckResult.Unhealthy("The database cannot be reached.", exception);
            }
        }
    }
}
