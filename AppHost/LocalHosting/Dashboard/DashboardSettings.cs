using System.Globalization;
using System.Security.Cryptography;
using Aspire.Hosting.Running;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Dashboard;

/// <summary>Addresses and keys of the dashboard, under the names the real AppHost reads. What is not given is chosen: free loopback ports, random keys.</summary>
internal sealed class DashboardSettings
{
    public DashboardSettings(IConfiguration configuration, IHostEnvironment environment, DistributedApplicationOptions options, PortAllocator ports)
    {
        ApplicationName = options.DashboardApplicationName ?? environment.ApplicationName;
        AllowAnonymous = configuration.GetValue<bool>("ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS");
        var otlp = Address("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL");
        if (options.DisableDashboard)
        {
            // Services still report to a dashboard that runs elsewhere.
            OtlpGrpcUrl = otlp;
            OtlpApiKey = configuration["AppHost:OtlpApiKey"];
            return;
        }

        FrontendUrl = configuration["ASPNETCORE_URLS"]?.Split(';')[0] is { Length: > 0 } url ? new Uri(url) : Free();
        OtlpGrpcUrl = otlp ?? Free();
        OtlpHttpUrl = Address("ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL") ?? Free();
        ResourceServiceUrl = Address("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL") ?? Free();
        BrowserToken = configuration["AppHost:BrowserToken"] ?? configuration["ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN"] ?? Key();
        OtlpApiKey = configuration["AppHost:OtlpApiKey"] ?? Key();

        Uri? Address(string name) => configuration[name] is { Length: > 0 } address ? new Uri(address) : null;
        Uri Free() => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{ports.Next()}"));
    }

    public string ApplicationName { get; }

    public bool AllowAnonymous { get; }

    /// <summary>Null: no dashboard is started.</summary>
    public Uri? FrontendUrl { get; }

    /// <summary>Where services send telemetry; null: nowhere.</summary>
    public Uri? OtlpGrpcUrl { get; }

    public Uri? OtlpHttpUrl { get; }

    public Uri? ResourceServiceUrl { get; }

    public string? BrowserToken { get; }

    public string? OtlpApiKey { get; }

    public string ResourceServiceApiKey { get; } = Key();

    public string LoginUrl => AllowAnonymous ? new Uri(FrontendUrl!, "/").ToString() : new Uri(FrontendUrl!, $"/login?t={BrowserToken}").ToString();

    private static string Key() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
