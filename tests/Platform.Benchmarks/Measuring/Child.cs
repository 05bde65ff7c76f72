using System.Diagnostics;
using System.Globalization;

namespace Platform.Benchmarks.Measuring;

/// <summary>A program under measurement. It ends with this object; its output is kept for the message when it fails to start.</summary>
public sealed class Child : IAsyncDisposable
{
    private static readonly double TicksPerSecond = 100;

    private readonly Process process;
    private readonly List<string> output = [];

    private Child(Process process) => this.process = process;

    public int Pid => process.Id;

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it wrote to its standard output.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> RunAsync(string command, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var program = Process.Start(start)!;
        var errors = program.StandardError.ReadToEndAsync();
        var written = await program.StandardOutput.ReadToEndAsync();
        await program.WaitForExitAsync();
        return program.ExitCode == 0 ? written : throw new InvalidOperationException($"{command} {string.Join(' ', start.ArgumentList)} failed:\n{written}\n{await errors}");
    }

    /// <summary>Starts a .NET program of this repository with nothing but the given settings on top of the environment.</summary>
    public static Child StartDotnet(string assembly, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment) =>
        Start("dotnet", [assembly, .. arguments], environment);

    public static Child Start(string command, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var child = new Child(Process.Start(start)!);
        child.process.OutputDataReceived += child.Keep;
        child.process.ErrorDataReceived += child.Keep;
        child.process.BeginOutputReadLine();
        child.process.BeginErrorReadLine();
        return child;
    }

    /// <summary>User and system time of the process so far, in seconds, from <c>/proc/PID/stat</c> (resolution 10 ms).</summary>
    public double CpuSeconds()
    {
        // The command's name may hold blanks: count the columns from its closing bracket.
        var stat = File.ReadAllText($"/proc/{Pid}/stat");
        var columns = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(columns[11], CultureInfo.InvariantCulture) + long.Parse(columns[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    /// <summary>The most memory that was resident at once since the start, or since <see cref="ForgetPeak"/>.</summary>
    public double PeakMegabytes()
    {
        const string Peak = "VmHWM:";
        var line = File.ReadLines($"/proc/{Pid}/status").First(line => line.StartsWith(Peak, StringComparison.Ordinal));
        return double.Parse(line[Peak.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
    }

    public void ForgetPeak() => File.WriteAllText($"/proc/{Pid}/clear_refs", "5");

    /// <summary>Waits until the program has ended by itself.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task UntilEndedAsync()
    {
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw Failure("failed");
    }

    /// <summary>Waits until the address answers with a success.</summary>
    /// <exception cref="InvalidOperationException">The program ended, or did not answer in time.</exception>
    public async Task UntilAnswersAsync(Uri address)
    {
        using var client = new HttpClient();
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < TimeSpan.FromSeconds(30) && !process.HasExited; await Task.Delay(50))
        {
            try
            {
                using var response = await client.GetAsync(address);
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
        }

        throw Failure("did not start");
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private InvalidOperationException Failure(string what)
    {
        lock (output)
            return new InvalidOperationException($"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)} {what}:\n{string.Join('\n', output)}");
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (output)
        {
            if (line.Data is { } text && output.Count < 200)
                output.Add(text);
        }
    }
}
