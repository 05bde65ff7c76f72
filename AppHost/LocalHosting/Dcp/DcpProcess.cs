using System.Diagnostics;
using System.Globalization;

namespace Aspire.Hosting.Dcp;

/// <summary>
/// One orchestrator, for this host alone. It watches the host and ends everything it started within a second or two of the host's death.
/// </summary>
internal sealed class DcpProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);

    // An AppHost started by `dotnet run` or given secrets by its environment must not pass those on to every process it starts.
    private static readonly string[] OwnVariables = ["ASPNETCORE_URLS", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "DOTNET_LAUNCH_PROFILE"];
    private static readonly string[] OwnPrefixes = ["AppHost__", "Parameters__"];

    private readonly Process process;
    private readonly string session;

    private DcpProcess(Process process, string session, DcpClient client)
    {
        this.process = process;
        this.session = session;
        Client = client;
    }

    public DcpClient Client { get; }

    /// <summary>Ends when the orchestrator does.</summary>
    public Task WaitForExitAsync(CancellationToken cancellationToken) => process.WaitForExitAsync(cancellationToken);

    /// <exception cref="DistributedApplicationException">It did not come up; the message says what it wrote.</exception>
    public static async Task<DcpProcess> StartAsync(string dcp, CancellationToken cancellationToken)
    {
        // Mode 0700: the token and the children's logs are in there.
        var folder = Directory.CreateTempSubdirectory("apphost-").FullName;
        using var certificate = DcpCertificate.Create();
        var (certificateFile, keyFile) = (Path.Combine(folder, "tls.crt"), Path.Combine(folder, "tls.key"));
        await DcpCertificate.WriteAsync(certificate, certificateFile, keyFile, cancellationToken);
        var kubeconfig = Path.Combine(folder, "kubeconfig");
        var started = Process.Start(StartInfo(folder, [
            dcp, "start-apiserver",
            "--monitor", Environment.ProcessId.ToString(CultureInfo.InvariantCulture), "--monitor-interval", "1",
            "--kubeconfig", kubeconfig, "--tls-cert-file", certificateFile, "--tls-key-file", keyFile]))!;
        try
        {
            var (server, token) = await ReadKubeconfigAsync(started, kubeconfig, cancellationToken);
            return new DcpProcess(started, folder, new DcpClient(server, token, certificate));
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var output = await File.ReadAllTextAsync(LogFile(folder), CancellationToken.None);
            await KillAsync(started, folder);
            throw new DistributedApplicationException($"The orchestrator {dcp} did not start. It wrote: {output}", exception);
        }
        catch (OperationCanceledException)
        {
            await KillAsync(started, folder);
            throw;
        }
    }

    /// <summary>Ends every process and the orchestrator; kills it if that takes longer than it should.</summary>
    public async Task StopAsync()
    {
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await Client.ShutDownAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            // Its own monitors end the children of an orchestrator that was killed.
            await KillAsync(process, session);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await KillAsync(process, session);
        process.Dispose();
    }

    private static string LogFile(string session) => Path.Combine(session, "dcp.log");

    // setsid: the terminal's Ctrl-C is for the host, which then stops the orchestrator in order.
    // A file and no pipe: when the host is killed, a broken pipe would end the orchestrator before it has ended its children.
    private static ProcessStartInfo StartInfo(string session, string[] command)
    {
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = session };
        foreach (var argument in (string[])["-c", """exec setsid "$@" >"$0" 2>&1 </dev/null""", LogFile(session), .. command])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var name in start.Environment.Keys.Where(n => OwnVariables.Contains(n, StringComparer.Ordinal)
            || OwnPrefixes.Any(p => n.StartsWith(p, StringComparison.OrdinalIgnoreCase))).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DCP_SESSION_FOLDER"] = session;
        return start;
    }

    private static async Task<(Uri Server, string Token)> ReadKubeconfigAsync(Process process, string file, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        while (true)
        {
            if (process.HasExited)
            {
                throw new DistributedApplicationException($"It ended with exit code {process.ExitCode}.");
            }

            if (File.Exists(file))
            {
                var lines = await File.ReadAllLinesAsync(file, limit.Token);
                if (Value(lines, "server:") is { } server && Value(lines, "token:") is { } token)
                {
                    return (new Uri(server), token);
                }
            }

            await Task.Delay(20, limit.Token);
        }
    }

    private static string? Value(string[] yaml, string key) => yaml
        .Select(line => line.TrimStart(' ', '-'))
        .FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?[key.Length..].Trim().Trim('"') is { Length: > 0 } value
            ? value
            : null;

    private static async Task KillAsync(Process process, string session)
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        // On a clean exit the orchestrator has removed it.
        if (Directory.Exists(session))
        {
            Directory.Delete(session, recursive: true);
        }
    }
}
