using System.Globalization;
using Npgsql;

namespace Platform.Benchmarks.Measuring;

/// <summary>What a PostgreSQL server on this machine has used of the processor: its postmaster, whose numbers hold those of ended backends, and whoever still runs.</summary>
public sealed class PostgresCpu
{
    private const int Parent = 1;
    private static readonly int[] Own = [11, 12];
    private static readonly int[] OwnAndEnded = [11, 12, 13, 14];
    private static readonly double TicksPerSecond = 100;

    private readonly int _postmaster;

    private PostgresCpu(int postmaster) => _postmaster = postmaster;

    public static async Task<PostgresCpu> OfAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
        var backend = (int)(await command.ExecuteScalarAsync())!;
        return new PostgresCpu(int.Parse(Columns(backend)![Parent], CultureInfo.InvariantCulture));
    }

    /// <summary>User and system time so far, in seconds, from <c>/proc/PID/stat</c> (resolution 10 ms).</summary>
    public double Seconds()
    {
        var ticks = Ticks(Columns(_postmaster)!, OwnAndEnded);
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var pid) && Columns(pid) is { } columns
                && int.Parse(columns[Parent], CultureInfo.InvariantCulture) == _postmaster)
                ticks += Ticks(columns, Own);
        }

        return ticks / TicksPerSecond;
    }

    private static long Ticks(string[] columns, int[] which) => which.Sum(column => long.Parse(columns[column], CultureInfo.InvariantCulture));

    /// <summary>What follows the command's name, which may hold blanks; null if the process has ended.</summary>
    private static string[]? Columns(int pid)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}
