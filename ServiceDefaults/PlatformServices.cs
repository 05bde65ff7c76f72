using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using ServiceDefaults.Hosting;
using ServiceDefaults.Mail;
using ServiceDefaults.Messaging;
using ServiceDefaults.Security;
using ServiceDefaults.Signals;
using ServiceDefaults.Signals.V1;
using ServiceDefaults.Storage;
using ServiceDefaults.Telemetry;
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
        messaging.React<SessionRevoked, DenySessionWhenRevoked>();
        messaging.React<RealmClockAdvanced, MoveRealmClockWhenAdvanced>();
        messaging.React<EventsRequested, SendEventsWhenRequested>();
        messaging.Publishes<RealmClockDrained>();
        services.AddSingleton(messaging);

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddScoped<Scope>();
        services.AddSingleton<DeniedSessions>();
        services.AddStorage<TDb>(builder.Configuration);
        services.AddMessaging(messaging, builder.Configuration);
        services.AddTime(builder.Configuration);
        services.AddMail(builder.Configuration);
        services.AddHostedService<BacklogFigures>();
    }

    private static void AddStorage<TDb>(this IServiceCollection services, IConfiguration configuration)
        where TDb : ServiceDbContext
    {
        services.AddSingleton(_ => DataSource(configuration.GetConnectionString("db") ?? throw new InvalidOperationException("The connection string 'db' is not set.")));
        services.AddSingleton<Wakes>();
        services.AddSingleton<PlatformState>();
        services.AddHostedService<PlatformNotifications>();
        services.AddSingleton<AfterCommitInterceptor>();
        services.AddSingleton<NearFuture>();
        services.AddScoped<SqlSession>();
        var newContext = ActivatorUtilities.CreateFactory<TDb>([]);
        services.AddScoped(provider =>
        {
            var context = newContext(provider, []);
            context.NearFuture = provider.GetRequiredService<NearFuture>();
            provider.GetRequiredService<SqlSession>().Enlist(context);
            return context;
        });
        services.TryAddScoped(typeof(Lazy<>), typeof(LateService<>));
        // Options are made once; they say nothing of a request.
        services.AddDbContext<TDb>((provider, options) => options
            .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>(), ServiceDbOptions.Configure)
            .AddInterceptors(provider.GetRequiredService<AfterCommitInterceptor>())
            // Whoever catches the exception says whether it matters: two writers of one row are no error of the database.
            .ConfigureWarnings(warnings => warnings.Log((RelationalEventId.CommandError, LogLevel.Debug), (CoreEventId.SaveChangesFailed, LogLevel.Debug))),
            ServiceLifetime.Scoped,
            ServiceLifetime.Singleton);
        services.AddScoped<ServiceDbContext>(provider => provider.GetRequiredService<TDb>());
    }

    // A service runs the same statements all day, the largest some two hundred: prepared ones save the server parsing and planning them, and a connection of a
    // pool sees each seldom enough that it pays from the second time on. There is room for more than it has, so that none
    // displaces another and is prepared again and again. And no work here leaves settings or locks of
    // its own on a connection: there is nothing to reset when another takes it. What the address itself says wins.
    private static NpgsqlDataSource DataSource(string connectionString)
    {
        var said = new DbConnectionStringBuilder { ConnectionString = connectionString };
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (!said.ContainsKey("Max Auto Prepare"))
            settings.MaxAutoPrepare = 500;
        if (!said.ContainsKey("Auto Prepare Min Usages"))
            settings.AutoPrepareMinUsages = 2;
        if (!said.ContainsKey("Maximum Pool Size"))
            settings.MaxPoolSize = 40;
        if (!said.ContainsKey("No Reset On Close"))
            settings.NoResetOnClose = true;
        // Each new connection would else be opened twice: first to ask for an encryption that this driver cannot do without Kerberos, which ends in an exception.
        if (!said.ContainsKey("GSS Encryption Mode"))
            settings.GssEncryptionMode = GssEncryptionMode.Disable;
        // What else the driver can map and sign in with (ranges, geometry, Kerberos ...) costs memory from the first connection on.
        var source = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString);
        source.EnableTransportSecurity();
        source.EnableArrays();
        return source.Build();
    }

    private static void AddMail(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<MailOptions>(configuration.GetSection("Mail"));
        services.TryAddSingleton<IPostOffice, SmtpPostOffice>();
        services.AddHostedService<MailWorker>();
    }
}
