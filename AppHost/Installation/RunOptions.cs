namespace AppHost.Installation;

/// <summary>How this run of the AppHost differs from the plain one.</summary>
/// <param name="DataFolder">Everything that this installation keeps: data, ports, passwords.</param>
/// <param name="ServersOnly">Start PostgreSQL, RabbitMQ, Redis and the mail catcher and nothing else: what tests of one service need.</param>
/// <param name="NoDashboard">Do without the dashboard.</param>
/// <param name="StopWithParent">Stop everything when standard input closes, which it does when the process that started this one is gone, however it went.</param>
internal sealed record RunOptions(string DataFolder, bool ServersOnly, bool NoDashboard, bool StopWithParent)
{
    /// <summary>Arguments: <c>[--data FOLDER] [--servers] [--no-dashboard] [--stop-with-parent]</c>. The data folder is else PLATFORM_DATA, else <c>.data</c> in the clone.</summary>
    /// <exception cref="ArgumentException">An unknown argument.</exception>
    public static RunOptions Parse(IReadOnlyList<string> args)
    {
        var data = Environment.GetEnvironmentVariable("PLATFORM_DATA") is { Length: > 0 } named ? named : Repository.PathOf(".data");
        var options = new RunOptions(data, ServersOnly: false, NoDashboard: false, StopWithParent: false);
        for (var i = 0; i < args.Count; i++)
        {
            options = args[i] switch
            {
                "--data" when i + 1 < args.Count => options with { DataFolder = args[++i] },
                "--servers" => options with { ServersOnly = true, NoDashboard = true },
                "--no-dashboard" => options with { NoDashboard = true },
                "--stop-with-parent" => options with { StopWithParent = true },
                var unknown => throw new ArgumentException($"Unknown argument {unknown}.", nameof(args)),
            };
        }

        return options with { DataFolder = Path.GetFullPath(options.DataFolder) };
    }
}
