using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Hosting;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;
using ServiceDefaults.Telemetry;

namespace ServiceDefaults.Web;

/// <summary>Everything that every service does alike, in three calls of its Program.cs.</summary>
public static class ServiceHost
{
    private const long LargestBody = 1024 * 1024;

    /// <summary>Registers everything shared. Connection strings: "db", "rabbitmq", "mail"; tokens: <see cref="TokenAuthentication"/>.</summary>
    /// <param name="service">The service's name in lower case: in its routes, queues and telemetry.</param>
    /// <param name="messaging">What it publishes, reacts to and does by the clock.</param>
    public static WebApplicationBuilder AddServiceDefaults<TDb>(this WebApplicationBuilder builder, string service, Action<ServiceMessaging> messaging)
        where TDb : ServiceDbContext
    {
        builder.WebHost.ConfigureKestrel(Limit);
        builder.AddTelemetry(service);
        builder.AddPlatform<TDb>(service, messaging);
        builder.Services.AddTokenAuthentication(builder.Configuration);
        builder.Services.AddHealth();
        builder.AddApiDocument(service);
        builder.Services.AddIdleMemory();
        builder.Services.AddHostedService<RouteCheck>();
        builder.Services.AddHostedService<IdempotencyExpiry>();
        builder.Services.ConfigureHttpJsonOptions(json => JsonConventions.Apply(json.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        // The gateway, on this machine or a trusted proxy's, says from where the caller came; audit wants to know.
        builder.Services.Configure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.XForwardedFor);
        builder.LeaveWorkersOutOfDocumentBuild();
        return builder;
    }

    /// <summary>With the argument <c>migrate</c>: brings the database up to date and returns true; the program then ends.</summary>
    /// <param name="found">Makes, in a scope of its own, what an empty database has to have in it.</param>
    public static async Task<bool> MigrateAndEndAsync(this WebApplication app, string[] args, Func<IServiceProvider, Task>? found = null)
    {
        if (args is not ["migrate", ..])
        {
            return false;
        }

        await PlatformSchema.MigrateAsync(
            app.Configuration.GetConnectionString("db") ?? throw new InvalidOperationException("The connection string 'db' is not set."));
        await using (var scope = app.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<Scope>().EnterInstallation();
            await scope.ServiceProvider.GetRequiredService<ServiceDbContext>().Database.MigrateAsync();
        }

        if (found is not null)
        {
            await using var scope = app.Services.CreateAsyncScope();
            await found(scope.ServiceProvider);
        }

        return true;
    }

    /// <summary>The pipeline: problems outermost, then routing, then who is calling and whether it may; health and documents beside.</summary>
    public static WebApplication UseServiceDefaults(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.Use(RequestSpan.Describe);
        app.UseMiddleware<UnhandledProblems>();
        app.Use(ForbidCaching);
        app.UseRouting();
        app.UseTokenAuthentication();
        app.UseMiddleware<AccessControl>();
        app.Use(Acceptance.Check);
        app.Use(IdempotentRequest.BufferBody);
        app.MapHealth();
        app.MapApiDocument();
        var service = app.Services.GetRequiredService<ServiceMessaging>().Service;
        app.MapApi($"/api/{service}/v1/admin").MapMessagingAdmin(service);
        return app;
    }

    /// <summary>Answers are one caller's data of one moment. What a browser may do with them else is said by the gateway, the only one it sees.</summary>
    private static Task ForbidCaching(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.CacheControl = "no-store";
        return next(context);
    }

    private static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = LargestBody;
        kestrel.Limits.MaxRequestHeaderCount = 64;
        kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
    }
}
