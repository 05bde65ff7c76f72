using System.Globalization;

namespace Testing;

/// <summary>Finds who listens on a port, through /proc: the orchestrator may have started a resource through a launcher, the listener is the resource itself.</summary>
public static class ListeningProcess
{
    private const string Listening = "0A";

    /// <summary>Process id of the listener on a loopback TCP port; null if there is none that this user may see.</summary>
    public static int? Find(int port)
    {
        var sockets = new[] { "/proc/net/tcp", "/proc/net/tcp6" }.Where(File.Exists).SelectMany(table => Inodes(table, port)).Select(inode => $"socket:[{inode}]").ToHashSet(StringComparer.Ordinal);
        if (sockets.Count == 0)
            return null;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Holds(folder, sockets))
                return pid;
        }

        return null;
    }

    private static IEnumerable<string> Inodes(string table, int port)
    {
        var hexPort = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        return from line in File.ReadLines(table).Skip(1)
               let columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
               where columns[1].EndsWith(hexPort, StringComparison.Ordinal) && string.Equals(columns[3], Listening, StringComparison.Ordinal)
               select columns[9];
    }

    private static bool Holds(string processFolder, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFiles(Path.Combine(processFolder, "fd")).Any(link => new FileInfo(link).LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Another user's process, or one that ended while we looked.
            return false;
        }
    }
}
