using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Testing;

namespace Gateway.Tests.Hosting;

/// <summary>The gateway as it is built and started in earnest: a process of its own, with settings by environment.</summary>
public sealed class GatewayProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<string> log = new();
    private bool ended;

    private GatewayProcess(Process child, Uri address)
    {
        process = child;
        Address = address;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = address };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public string Log => string.Join('\n', log);

    /// <summary>The folder that the gateway's own build filled, of the same configuration as this program.</summary>
    public static string Folder
    {
        get
        {
            var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/'));
            var repository = framework.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
            return Path.Combine(repository, "gateway", "bin", framework.Parent.Name, framework.Name);
        }
    }

    public static async Task<GatewayProcess> StartAsync(IReadOnlyDictionary<string, string> settings)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Folder, "Gateway.dll")])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        foreach (var (name, value) in settings)
            start.Environment[name] = value;

        var child = new Process { StartInfo = start };
        var gateway = new GatewayProcess(child, address);
        child.OutputDataReceived += (_, line) => gateway.log.Enqueue(line.Data ?? "");
        child.ErrorDataReceived += (_, line) => gateway.log.Enqueue(line.Data ?? "");
        child.Start();
        child.BeginOutputReadLine();
        child.BeginErrorReadLine();
        try
        {
            await Eventually.Async(
                async () => child.HasExited || (await gateway.Client.GetAsync("/alive")).IsSuccessStatusCode,
                because: "the gateway should answer");
            Assert.False(child.HasExited, gateway.Log);
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    /// <summary>A request with a bearer token, or without when it is null.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        change?.Invoke(request);
        return await Client.SendAsync(request);
    }

    public Task<HttpResponseMessage> GetAsync(string path, string? token = null) => SendAsync(HttpMethod.Get, path, token);

    public async ValueTask DisposeAsync()
    {
        if (ended)
            return;
        ended = true;
        Client.Dispose();
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
