using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.RateLimits;

public static class RateLimitsExtensions
{
    public static void AddRateLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<RateLimitOptions>()
            .BindConfiguration(RateLimitOptions.Section)
            .Validate(options => options.Caller.IsValid && options.Anonymous.IsValid && options.SignIn.IsValid, "A rate limit needs Permits and a Window above zero.")
            .ValidateOnStart();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<SharedBuckets>();
        builder.Services.AddHostedService(services => services.GetRequiredService<SharedBuckets>());
        builder.Services.AddSingleton<RateLimiter>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RateLimiter>());
        builder.Services.AddHealthChecks().AddCheck<SharedBucketsHealth>("redis");
    }

    public static void UseRateLimits(this WebApplication app) => app.UseMiddleware<RateLimitMiddleware>();
}
