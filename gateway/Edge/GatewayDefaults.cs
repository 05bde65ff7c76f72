using System.Diagnostics;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using ServiceDefaults.Hosting;
using ServiceDefaults.Security;
using ServiceDefaults.Telemetry;

namespace Gateway.Edge;

/// <summary>What every request meets at the edge, whichever service it is for.</summary>
public static class GatewayDefaults
{
    public static void AddGatewayDefaults(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestHeaderCount = 64;
            server.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        });
        builder.AddTelemetry("gateway");
        builder.Services.AddIdleMemory();
        builder.AddBodyLimit();
        builder.Services.AddSingleton<DistributedContextPropagator, ClientTrace>();
        builder.Services.AddTokenAuthentication(builder.Configuration);
        builder.Services.AddHealthChecks();
    }

    /// <summary>Outermost first. Health is answered here and goes no further.</summary>
    public static void UseGatewayDefaults(this WebApplication app)
    {
        app.Use(RequestSpan.Describe);
        app.Use(SecurityHeaders.Apply);
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = context => GatewayProblems.WriteAsync(context, GatewayProblems.Failed) });
        app.UseHealthChecks("/health");
        app.UseHealthChecks("/alive", new HealthCheckOptions { Predicate = _ => false });
        app.Use(ClientTrace.LinkAndStrip);
        app.UseBodyLimit();
    }
}
