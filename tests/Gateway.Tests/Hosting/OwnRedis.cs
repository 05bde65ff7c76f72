using System.Diagnostics;
using System.Net.Sockets;
using Testing;

namespace Gateway.Tests.Hosting;

/// <summary>A Redis that a test may stop and start again at the same address.</summary>
public sealed class OwnRedis : IAsyncDisposable
{
    private readonly int port = GatewayProcess.FreePort();
    private Process? process;

    public string Address => $"127.0.0.1:{port}";

    public async Task StartAsync()
    {
        process = Process.Start(new ProcessStartInfo("redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        await Eventually.Async(AnswersAsync, because: "Redis should answer");
    }

    public async Task StopAsync()
    {
        if (process is null)
            return;
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        process = null;
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task<bool> AnswersAsync()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", port);
        await socket.SendAsync("PING\r\n"u8.ToArray());
        return await socket.ReceiveAsync(new byte[16]) > 0;
    }
}
