using System.Diagnostics;
using System.Globalization;

namespace LocalHosting.Tests;

/// <summary>A host of its own, ended from outside.</summary>
public sealed class HostEndTests
{
    private const int Interrupt = 2;
    private const int Kill = 9;
    private const int Terminate = 15;

    [Theory]
    [InlineData(Interrupt)]
    [InlineData(Terminate)]
    public async Task Host_AskedToEnd_EndsInSecondsAndLeavesNothing(int signal)
    {
        using var host = await RunningHost.StartAsync();
        Assert.Contains("sleep", host.Processes().Select(p => p.Name));
        var watch = Stopwatch.StartNew();

        host.Signal(signal);
        await host.Process.WaitForExitAsync(TestApplication.Deadline);

        await host.NothingIsLeftAsync();
        Assert.Empty(Directory.EnumerateFileSystemEntries(host.TemporaryFolder));
        Assert.Equal(0, host.Process.ExitCode);
        // Less than the half minute after which a host gives up what does not end by itself.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(25), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public async Task Host_Killed_LeavesNothing()
    {
        using var host = await RunningHost.StartAsync();
        Assert.Contains("sleep", host.Processes().Select(p => p.Name));

        host.Signal(Kill);

        await host.NothingIsLeftAsync();
    }

    /// <summary>The sample application of LocalHosting.TestHost, without a dashboard, and everything it starts.</summary>
    private sealed class RunningHost : IDisposable
    {
        private readonly string mark = Guid.NewGuid().ToString("N");

        private RunningHost()
        {
            var start = new ProcessStartInfo("dotnet")
            {
                ArgumentList = { Path.Combine(Folder(), "LocalHosting.TestHost.dll"), "host", "--Sample:DisableDashboard=true", "--Logging:LogLevel:Default=Warning" },
                UseShellExecute = false,
                RedirectStandardOutput = true,
                Environment = { ["LOCALHOSTING_TEST"] = mark, ["TMPDIR"] = TemporaryFolder },
            };
            Process = Process.Start(start)!;
        }

        public Process Process { get; }

        public string TemporaryFolder { get; } = Directory.CreateTempSubdirectory("localhosting-").FullName;

        public static async Task<RunningHost> StartAsync()
        {
            var host = new RunningHost();
            var deadline = TestApplication.Deadline;
            while (await host.Process.StandardOutput.ReadLineAsync(deadline) is { } line)
            {
                if (line == "The service is healthy.")
                {
                    return host;
                }
            }

            throw new InvalidOperationException($"The host ended with {host.Process.ExitCode}.");
        }

        /// <summary>Every process that was started by the host or by what it started: they inherit its environment.</summary>
        public IReadOnlyList<(int Id, string Name)> Processes() => [.. Directory.EnumerateDirectories("/proc")
            .Where(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out _))
            .Where(d => Read(Path.Combine(d, "environ")).Contains($"LOCALHOSTING_TEST={mark}", StringComparison.Ordinal))
            .Select(d => (int.Parse(Path.GetFileName(d), CultureInfo.InvariantCulture), Read(Path.Combine(d, "comm")).Trim()))];

        /// <summary>The orchestrator's own helpers end a moment after it.</summary>
        public async Task NothingIsLeftAsync()
        {
            var deadline = TestApplication.Deadline;
            while (Processes() is { Count: > 0 } left)
            {
                if (deadline.IsCancellationRequested)
                {
                    Assert.Fail($"Left behind: {string.Join(", ", left)}");
                }

                await Task.Delay(50, CancellationToken.None);
            }
        }

        public void Signal(int signal)
        {
            using var kill = Process.Start("/bin/kill", [$"-{signal}", $"{Process.Id}"]);
            kill.WaitForExit();
        }

        public void Dispose()
        {
            foreach (var (id, _) in Processes())
            {
                using var kill = Process.Start("/bin/kill", ["-9", $"{id}"]);
                kill.WaitForExit();
            }

            Process.Dispose();
            Directory.Delete(TemporaryFolder, recursive: true);
        }

        // The same configuration as these tests: tests/LocalHosting.Tests/bin/Debug/net10.0 → tests/LocalHosting.TestHost/bin/Debug/net10.0
        private static string Folder() => AppContext.BaseDirectory.Replace("LocalHosting.Tests", "LocalHosting.TestHost", StringComparison.Ordinal);

        // A process may end while it is looked at.
        private static string Read(string file)
        {
            try
            {
                return File.ReadAllText(file);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return string.Empty;
            }
        }
    }
}
