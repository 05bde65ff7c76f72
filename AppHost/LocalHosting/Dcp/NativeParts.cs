using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Dcp;

/// <summary>The orchestrator and the dashboard, as found on this machine.</summary>
internal static class NativeParts
{
    private const string HowToGetThem = "`./run` and `./test` fetch both and set the variables.";

    /// <returns>The file <c>dcp</c> in the folder that <c>ASPIRE_DCP_PATH</c> names.</returns>
    /// <exception cref="DistributedApplicationException">There is none.</exception>
    public static string Orchestrator(IConfiguration configuration) =>
        Existing("ASPIRE_DCP_PATH", configuration["ASPIRE_DCP_PATH"] is { Length: > 0 } folder ? Path.Combine(folder, "dcp") : null);

    /// <returns>The file that <c>ASPIRE_DASHBOARD_PATH</c> names.</returns>
    /// <exception cref="DistributedApplicationException">There is none.</exception>
    public static string Dashboard(IConfiguration configuration) => Existing("ASPIRE_DASHBOARD_PATH", configuration["ASPIRE_DASHBOARD_PATH"]);

    private static string Existing(string variable, string? file)
    {
        if (string.IsNullOrEmpty(file))
        {
            throw new DistributedApplicationException($"{variable} is not set. {HowToGetThem}");
        }

        return File.Exists(file) ? Path.GetFullPath(file) : throw new DistributedApplicationException($"{variable} leads to '{file}', which does not exist. {HowToGetThem}");
    }
}
