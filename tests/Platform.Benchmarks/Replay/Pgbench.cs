using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using Platform.Benchmarks.Measuring;

namespace Platform.Benchmarks.Replay;

public static partial class Pgbench
{
    private const int CountPerRound = 10_000_000;

    /// <summary>Runs scripts of <see cref="PgbenchScript"/>, each client any of them.</summary>
    /// <param name="round">One that no run on this database has had.</param>
    /// <returns>Runs of a script per second.</returns>
    public static async Task<double> RunAsync(string database, IReadOnlyList<string> scripts, int clients, TimeSpan duration, int round)
    {
        var address = new NpgsqlConnectionStringBuilder(database);
        var output = await Child.RunAsync(
            Program(),
            [
                "-h", address.Host!, "-p", $"{address.Port}", "-U", address.Username!, "-n", "-M", "prepared", "-c", $"{clients}", "-j", "2", "-T", $"{duration.TotalSeconds}",
                "-D", $"{PgbenchScript.Counter}={round * CountPerRound}", .. scripts.SelectMany(script => (string[])["-f", script]), address.Database!,
            ],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["PGPASSWORD"] = address.Password! });
        return double.Parse(Tps().Match(output).Groups["tps"].ValueSpan, CultureInfo.InvariantCulture);
    }

    /// <summary>Debian keeps it beside the server.</summary>
    private static string Program() =>
        Directory.Exists("/usr/lib/postgresql") && Directory.GetFiles("/usr/lib/postgresql", "pgbench", SearchOption.AllDirectories).Order(StringComparer.Ordinal).LastOrDefault() is { } found ? found : "pgbench";

    [GeneratedRegex(@"^tps = (?<tps>[\d.]+)", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tps();
}
