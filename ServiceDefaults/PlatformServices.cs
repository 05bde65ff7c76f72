using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;
using ServiceDefaults.Storage;
using ServiceDefaults.Time;

namespace ServiceDefaults;

/// <summary>Everything below the web: the database with its scope, outbox and inbox, the bus, due work, the realm clock and mail.</summary>
public static class PlatformServices
{
    /// <summary>Connection strings: <c>db</c> (PostgreSQL), <c>rabbitmq</c> (amqp://…), <c>mail</c> (smtp://host:port).</summary>
    public static void AddPlatform<TDb>(this IHostApplicationBuilder builder, string service, Action<ServiceMessaging> configure)
        where TDb : ServiceDbContext
    {
        var services = builder.Services;
        var messaging = new ServiceMessaging(service, services);
        configure(messaging);
        services.AddSingleton(messaging);

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddScoped<Scope>();
        services.AddScoped<RealmClock>();
        services.AddSingleton<RealmOffsets>();
        services.AddStorage<TDb>(builder.Configuration);
    }

    private static void AddStorage<TDb>(this IServiceCollection services, IConfiguration configuration)
        where TDb : ServiceDbContext
    {
        services.AddSingleton(_ => NpgsqlDataSource.Create(
            configuration.GetConnectionString("db") ?? throw new InvalidOperationException("The connection string 'db' is not set.")));
        services.AddSingleton<Wakes>();
        services.AddSingleton<WakeAfterCommit>();
        services.AddDbContext<TDb>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>(), ServiceDbOptions.Configure)
            .AddInterceptors(provider.GetRequiredService<WakeAfterCommit>()));
        services.AddScoped<ServiceDbContext>(provider => provider.GetRequiredService<TDb>());
    }
}
