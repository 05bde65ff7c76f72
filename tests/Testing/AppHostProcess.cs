using System.Diagnostics;

namespace Testing;

/// <summary>
/// An AppHost run as a child process with a data folder and ports of its own. It watches its standard input and stops everything when that closes,
/// so that nothing outlives a test process, not even one that was killed.
/// </summary>
public sealed class AppHostProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly string _dataFolder;

    private AppHostProcess(Process process, string dataFolder, RunFacts facts)
    {
        _process = process;
        _dataFolder = dataFolder;
        System = new RunningSystem(facts, dataFolder);
    }

    public RunningSystem System { get; }

    /// <summary>Starts an AppHost and returns once everything in it is healthy.</summary>
    /// <param name="name">Part of the data folder's name, for a person who looks.</param>
    /// <param name="arguments">Arguments of the AppHost, such as <c>--servers</c>.</param>
    /// <exception cref="TimeoutException">It ended before it was ready, or was not ready within three minutes; the message carries the end of its log.</exception>
    public static async Task<AppHostProcess> StartAsync(string name, params string[] arguments)
    {
        var data = Directory.CreateTempSubdirectory($"platform-{name}-").FullName;
        var process = Launch(data, arguments);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop(process, data);
        var facts = await Eventually.ValueAsync(
            async () =>
            {
                if (process.HasExited)
                    throw new TimeoutException($"The AppHost ended with {process.ExitCode}:\n{await LogAsync(data)}");
                return await RunFacts.ReadAsync(data) is { Ready: true } ready ? ready : null;
            },
            StartDeadline,
            $"the AppHost in {data} should be ready");
        return new AppHostProcess(process, data, facts);
    }

    public async ValueTask DisposeAsync()
    {
        System.Dispose();
        await Task.Run(() => Stop(_process, _dataFolder));
        _process.Dispose();
    }

    private static Process Launch(string data, string[] arguments)
    {
        var log = new StreamWriter(LogPath(data)) { AutoFlush = true };
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", [AppHostAssembly(), "--data", data, "--stop-with-parent", .. arguments])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.OutputDataReceived += (_, line) => Write(line.Data);
        process.ErrorDataReceived += (_, line) => Write(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;

        void Write(string? line)
        {
            if (line is null)
                return;
            lock (log)
                log.WriteLine(line);
        }
    }

    private static void Stop(Process process, string data)
    {
        if (!Directory.Exists(data))
            return;
        process.StandardInput.Close();
        if (!process.WaitForExit(StopDeadline))
            process.Kill();
        Directory.Delete(data, recursive: true);
    }

    private static string LogPath(string data) => Path.Combine(data, "apphost.log");

    private static async Task<string> LogAsync(string data)
    {
        var lines = await File.ReadAllLinesAsync(LogPath(data));
        return string.Join('\n', lines.TakeLast(30));
    }

    /// <summary>The AppHost built beside this test program: same configuration, same target framework.</summary>
    private static string AppHostAssembly()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var root = output;
        while (!File.Exists(Path.Combine(root.FullName, "Platform.sln")))
            root = root.Parent ?? throw new InvalidOperationException($"{output.FullName} is not inside a clone of the platform.");
        var relative = Path.Combine("AppHost", "bin", output.Parent!.Name, output.Name, "AppHost.dll");
        var path = Path.Combine(root.FullName, relative);
        return File.Exists(path) ? path : throw new InvalidOperationException($"{relative} is not built: run the tests through ./test, or build the solution.");
    }
}
