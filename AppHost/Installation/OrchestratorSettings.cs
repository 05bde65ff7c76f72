namespace AppHost.Installation;

/// <summary>
/// What Aspire wants to know when a builder is created: addresses on kept ports, and a login that stays the same. Given as arguments and not in the environment,
/// which every resource would inherit.
/// </summary>
internal static class OrchestratorSettings
{
    public static string[] Of(LocalInstallation installation)
    {
        List<string> settings = ["--ASPIRE_ALLOW_UNSECURED_TRANSPORT=true", .. UnpackedOrchestrator()];
        if (!installation.Options.NoDashboard)
        {
            settings.AddRange(
            [
                $"--ASPNETCORE_URLS={DashboardAddress(installation)}",
                $"--ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL={installation.AddressOf("dashboard-otlp")}",
                $"--ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL={installation.AddressOf("dashboard-resources")}",
                $"--ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN={installation.SecretOf("dashboard-token")}",
            ]);
        }

        return [.. settings];
    }

    /// <summary>The address that signs its visitor in; null when this run has no dashboard.</summary>
    public static string? DashboardLogin(LocalInstallation installation) =>
        installation.Options.NoDashboard ? null : $"{DashboardAddress(installation)}/login?t={installation.SecretOf("dashboard-token")}";

    private static string DashboardAddress(LocalInstallation installation) => installation.AddressOf("dashboard");

    /// <summary>./run names the orchestrator that it unpacked; a start from an IDE finds it where ./run left it.</summary>
    private static string[] UnpackedOrchestrator()
    {
        var folder = Repository.PathOf(".data/aspire");
        if (Environment.GetEnvironmentVariable("ASPIRE_DCP_PATH") is not null || !Directory.Exists(folder))
            return [];
        var version = Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Last();
        return [$"--ASPIRE_DCP_PATH={version}/dcp", $"--ASPIRE_DASHBOARD_PATH={version}/managed/aspire-managed"];
    }
}
