using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ServiceDefaults.Time;

internal static class TimeServices
{
    public static void AddTime(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<DueWorkOptions>(configuration.GetSection("DueWork"));
        services.AddScoped<RealmClock>();
        services.AddSingleton<RealmOffsets>();
        services.AddSingleton<DueWorkRunner>();
        services.AddSingleton<OwnQueues>();
        services.AddHostedService<DueWorkWorker>();
        services.AddHostedService<RealmClockDrain>();
    }
}
