using System.Diagnostics;
using System.Net.Http.Headers;

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
    private readonly HttpClient _control;

    private AppHostProcess(Process process, string dataFolder, RunFacts facts)
    {
        _process = process;
        DataFolder = dataFolder;
        Facts = facts;
        _control = new HttpClient
        {
            BaseAddress = facts.Control.Url,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", facts.Control.Token) },
        };
    }

    public string DataFolder { get; }
    public RunFacts Facts { get; }
    public bool HasExited => _process.HasExited;

    /// <summary>Starts an AppHost and returns once everything in it is healthy.</summary>
    /// <param name="name">Part of the data folder's name, for a person who looks.</param>
    /// <param name="arguments">Arguments of the AppHost, such as <c>--servers</c>.</param>
    /// <exception cref="InvalidOperationException">It ended before it was ready; the message carries the end of its log.</exception>
    /// <exception cref="TimeoutException">It was not ready within three minutes.</exception>
    public static async Task<AppHostProcess> StartAsync(string name, params string[] arguments)
    {
        var data = Directory.CreateTempSubdirectory($"platform-{name}-").FullName;
        var log = new StreamWriter(Path.Combine(data, "apphost.log")) { AutoFlush = true };
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
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop(process);

        var facts = await Eventually.ValueAsync(
            async () =>
                await RunFacts.ReadAsync(data)
                ?? (process.HasExited ? throw new TimeoutException($"The AppHost ended with {process.ExitCode}:\n{await LogAsync(data)}") : null),
            StartDeadline,
            $"the AppHost in {data} should be ready");
        return new AppHostProcess(process, data, facts);

        void Write(string? line)
        {
            if (line is not null)
                lock (log)
                    log.WriteLine(line);
        }
    }

    /// <summary>Kills the resource's process with SIGKILL: no chance to finish anything.</summary>
    public void Kill(string resource)
    {
        var pid = ListeningProcess.Find(Facts.Ports[resource]) ?? throw new InvalidOperationException($"Nothing listens on the port of {resource}.");
        using var process = Process.GetProcessById(pid);
        process.Kill();
        process.WaitForExit(StopDeadline);
    }

    /// <summary>Has the orchestrator start a resource that has ended, or stop or restart one that runs.</summary>
    /// <param name="command">"start", "stop" or "restart".</param>
    public async Task CommandAsync(string resource, string command)
    {
        using var response = await _control.PostAsync(new Uri($"resources/{resource}/{command}", UriKind.Relative), content: null);
        if (!response.IsSuccessStatusCode)
            throw new InvalidOperationException($"{command} {resource}: {await response.Content.ReadAsStringAsync()}");
    }

    public Task StartAsync(string resource) => CommandAsync(resource, "start");

    public async ValueTask DisposeAsync()
    {
        _control.Dispose();
        await Task.Run(() => Stop(_process));
        _process.Dispose();
        Directory.Delete(DataFolder, recursive: true);
    }

    private static void Stop(Process process)
    {
        try
        {
            process.StandardInput.Close();
            if (!process.WaitForExit(StopDeadline))
                process.Kill();
        }
        catch (InvalidOperationException)
        {
            // Disposed: already stopped.
        }
    }

    private static async Task<string> LogAsync(string data)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(data, "apphost.log"));
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
