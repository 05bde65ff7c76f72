using System.Net;
using System.Net.Sockets;

namespace Platform.Benchmarks.Measuring;

public static class Statistics
{
    public static double Median(this IEnumerable<double> values) => values.Quantile(0.5);

    /// <param name="fraction">0.5 for the median, 0.99 for the ninety-ninth percentile.</param>
    public static double Quantile(this IEnumerable<double> values, double fraction)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 0 && fraction == 0.5
            ? (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2
            : sorted[(int)Math.Min(sorted.Length - 1, Math.Floor(sorted.Length * fraction))];
    }
}

public static class Ports
{
    /// <summary>A port of loopback that was free a moment ago.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
