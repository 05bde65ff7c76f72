using AppHost.Installation;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace LocalHosting.Tests;

public sealed class ConsoleFilesTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _folder = Directory.CreateTempSubdirectory("console-files-").FullName;

    private string Logs => Path.Combine(_folder, "logs");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Console_OfAProcessThatCrashed_IsKeptForItsOwner()
    {
        await RunAsync("echo started; echo 'it went wrong' >&2; exit 3", (application, shell) => application.WaitForStateAsync(shell.Resource.Name, KnownResourceStates.Finished));

        var file = Path.Combine(Logs, "shell.log");
        var lines = await File.ReadAllLinesAsync(file);
        Assert.Contains(lines, line => line.EndsWith(" started", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.EndsWith(" it went wrong", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.True(DateTimeOffset.TryParse(line.Split(' ')[0], out _), line));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(file));
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(Logs));
    }

    [Fact]
    public async Task Console_WhileTheApplicationStops_IsKept()
    {
        await RunAsync("trap 'echo going; exit' TERM; echo ready; while :; do sleep 0.05; done", (application, shell) => application.LineAsync(shell, "ready"));

        Assert.EndsWith(" going", (await File.ReadAllLinesAsync(Path.Combine(Logs, "shell.log")))[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Console_OfTheStartBefore_IsKeptBeside()
    {
        await RunAsync("echo first", (application, shell) => application.LineAsync(shell, "first"));
        await RunAsync("echo second", (application, shell) => application.LineAsync(shell, "second"));

        Assert.EndsWith(" second", Assert.Single(await File.ReadAllLinesAsync(Path.Combine(Logs, "shell.log"))), StringComparison.Ordinal);
        Assert.EndsWith(" first", Assert.Single(await File.ReadAllLinesAsync(Path.Combine(Logs, "shell.log.1"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Append_MoreThanFits_KeepsTheNewestAndNoMoreThanThreeFiles()
    {
        const int Largest = 10_000;
        var path = Path.Combine(_folder, "chatty.log");
        using (var file = new TurnedFile(path, Largest))
        {
            for (var line = 0; line < 1_000; line++)
                file.Append([$"{line} {new string('x', 100)}"]);
        }

        var files = Directory.GetFiles(_folder, "chatty.log*").Order(StringComparer.Ordinal).ToArray();
        Assert.Equal([path, $"{path}.1", $"{path}.2"], files);
        Assert.All(files, file => Assert.InRange(new FileInfo(file).Length, 0, Largest + 200));
        var kept = files.Reverse().SelectMany(File.ReadLines).Select(line => int.Parse(line.Split(' ')[0], provider: null)).ToArray();
        Assert.Equal(Enumerable.Range(1_000 - kept.Length, kept.Length), kept);
        Assert.InRange(kept.Length, 150, 300);
    }

    [Fact]
    public void Open_AfterAStartThatWroteNothing_KeepsWhatTheOneBeforeWrote()
    {
        var path = Path.Combine(_folder, "quiet.log");
        using (var file = new TurnedFile(path))
            file.Append(["said once"]);
        new TurnedFile(path).Dispose();
        new TurnedFile(path).Dispose();

        Assert.Equal("said once", Assert.Single(File.ReadAllLines($"{path}.1")));
    }

    private async Task RunAsync(string script, Func<DistributedApplication, IResourceBuilder<ExecutableResource>, Task> until)
    {
        var builder = TestApplication.CreateBuilder();
        var shell = builder.AddShell("shell", script);
        await using var files = new ConsoleFiles(Logs);
        await using var application = await builder.StartAsync();
        files.Keep(application.Services.GetRequiredService<ResourceLoggerService>(), builder.Resources);
        await until(application, shell);
        await application.StopAsync(TestApplication.Deadline);
    }
}
