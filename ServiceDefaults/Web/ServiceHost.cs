using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;

namespace ServiceDefaults.Web;

/// <summary>Everything that every service does alike, in three calls of its Program.cs.</summary>
public static class ServiceHost
{
    private const long LargestBody = 1024 * 1024;

    /// <summary>Registers everything shared. Connection strings: "db", "rabbitmq", "mail".</summary>
    /// <param name="service">The service's name in lower case: in its routes, queues and telemetry.</param>
    /// <param name="messaging">What it publishes, reacts to and does by the clock.</param>
    public static WebApplicationBuilder AddServiceDefaults<TDb>(this WebApplicationBuilder builder, string service, Action<ServiceMessaging> messaging)
        where TDb : ServiceDbContext
    {
        builder.WebHost.ConfigureKestrel(Limit);
        builder.AddPlatform<TDb>(service, messaging);
        builder.Services.AddTokenAuthentication(builder.Configuration);
        builder.Services.AddHostedService<RouteCheck>();
        builder.Services.ConfigureHttpJsonOptions(json => JsonConventions.Apply(json.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.Configure<RouteOptions>(options => options.LowercaseUrls = true);
        return builder;
    }

    /// <summary>With the argument <c>migrate</c>: brings the database up to date and returns true; the program then ends.</summary>
    public static Task<bool> MigrateAndEndAsync(this WebApplication app, string[] args) => Task.FromResult(args is ["migrate", ..]);

    /// <summary>The pipeline: problems outermost, then routing, then who is calling and whether it may; health and documents beside.</summary>
    public static WebApplication UseServiceDefaults(this WebApplication app)
    {
        app.UseMiddleware<UnhandledProblems>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseMiddleware<AccessControl>();
        app.Use(next => context => IdempotentRequest.BufferBody(context, next));
        return app;
    }

    private static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = LargestBody;
        kestrel.Limits.MaxRequestHeaderCount = 64;
        kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
    }
}
