using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

/// <summary>Everything that runs an application here.</summary>
internal static class LocalRuntime
{
    public static void AddLocalRuntime(this IServiceCollection services, IDistributedApplicationBuilder builder, DistributedApplicationOptions options)
    {
        services.AddHealthChecks();
        services.AddSingleton(options);
        services.AddSingleton(builder.Resources);
        services.AddSingleton(_ => builder.Eventing);
        services.AddSingleton(builder.ExecutionContext);
        services.AddSingleton(sp => new ResourceLoggerService(
            name => options.EnableResourceLogging ? sp.GetRequiredService<ILoggerFactory>().CreateLogger($"{builder.Environment.ApplicationName}.Resources.{name}") : null));
        services.AddSingleton(sp => new ResourceNotificationService(
            sp.GetRequiredService<ResourceLoggerService>(),
            options.DisableDashboard ? WaitBehavior.StopOnResourceUnavailable : WaitBehavior.WaitOnResourceUnavailable));
        services.AddSingleton(sp => new ResourceCommandService(
            sp,
            sp.GetRequiredService<ResourceNotificationService>(),
            sp.GetRequiredService<ResourceLoggerService>()));
        services.AddSingleton(builder);
        services.AddSingleton<PortAllocator>();
        services.AddSingleton<DashboardSettings>();
        services.AddSingleton<TelemetryVariables>();
        services.AddSingleton<LaunchPlanner>();
        services.AddSingleton<CommandDialogs>();
        services.AddSingleton<ResourceService>();
        services.AddSingleton<DashboardHost>();
        services.AddSingleton<ApplicationRunner>();
        services.AddHostedService(sp => sp.GetRequiredService<ApplicationRunner>());
    }
}
