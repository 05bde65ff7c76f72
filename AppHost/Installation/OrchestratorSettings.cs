namespace AppHost.Installation;

/// <summary>The settings that Aspire reads from the environment when a builder is created: addresses on kept ports, and a login that stays the same.</summary>
internal static class OrchestratorSettings
{
    public static void Apply(LocalInstallation installation)
    {
        Set("ASPIRE_ALLOW_UNSECURED_TRANSPORT", "true");
        UseUnpackedOrchestrator();
        if (installation.Options.NoDashboard)
            return;
        Set("ASPNETCORE_URLS", DashboardAddress(installation));
        Set("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", Loopback("dashboard-otlp"));
        Set("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", Loopback("dashboard-resources"));
        Set("ASPIRE_DASHBOARD_FRONTEND_BROWSERTOKEN", installation.SecretOf("dashboard-token"));

        string Loopback(string port) => $"http://127.0.0.1:{installation.PortText(port)}";
    }

    /// <summary>The address that signs its visitor in; null when this run has no dashboard.</summary>
    public static string? DashboardLogin(LocalInstallation installation) =>
        installation.Options.NoDashboard ? null : $"{DashboardAddress(installation)}/login?t={installation.SecretOf("dashboard-token")}";

    /// <summary>./run names the orchestrator that it unpacked; a start from an IDE finds it where ./run left it.</summary>
    private static void UseUnpackedOrchestrator()
    {
        var folder = Repository.PathOf(".data/aspire");
        if (Environment.GetEnvironmentVariable("ASPIRE_DCP_PATH") is not null || !Directory.Exists(folder))
            return;
        var version = Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Last();
        Set("ASPIRE_DCP_PATH", Path.Combine(version, "dcp"));
        Set("ASPIRE_DASHBOARD_PATH", Path.Combine(version, "managed", "aspire-managed"));
    }

    private static string DashboardAddress(LocalInstallation installation) => $"http://127.0.0.1:{installation.PortText("dashboard")}";

    private static void Set(string name, string value) => Environment.SetEnvironmentVariable(name, value);
}
