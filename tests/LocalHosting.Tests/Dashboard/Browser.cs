using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LocalHosting.Tests.Dashboard;

/// <summary>A headless Chromium with an empty profile, spoken to by its own debugging protocol.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly Process process;
    private readonly string profile;
    private readonly ClientWebSocket socket = new();
    private readonly CancellationToken deadline = TestApplication.Deadline;
    private Task drained = Task.CompletedTask;
    private int lastId;

    private Browser(Process process, string profile) => (this.process, this.profile) = (process, profile);

    public static async Task<Browser> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("localhosting-").FullName;
        var start = new ProcessStartInfo("chromium")
        {
            ArgumentList =
            {
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--no-proxy-server", $"--user-data-dir={folder}", "--remote-debugging-port=0", "about:blank",
            },
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        var browser = new Browser(Process.Start(start)!, folder);
        await browser.ConnectAsync();
        return browser;
    }

    public Task GoToAsync(string url) => CallAsync("Page.navigate", new JsonObject { ["url"] = url });

    /// <summary>Waits until the page shows every one of the texts.</summary>
    /// <exception cref="TimeoutException">It did not; the message says what it shows.</exception>
    public async Task WaitForTextAsync(params string[] texts)
    {
        var shown = string.Empty;
        while (!texts.All(t => shown.Contains(t, StringComparison.Ordinal)))
        {
            if (deadline.IsCancellationRequested)
            {
                throw new TimeoutException($"The page does not show '{string.Join("', '", texts)}' but: {shown}");
            }

            await Task.Delay(100, CancellationToken.None);
            var answer = await CallAsync("Runtime.evaluate", new JsonObject { ["expression"] = "document.body?.innerText ?? ''" });
            shown = answer["result"]?["value"]?.GetValue<string>() ?? string.Empty;
        }
    }

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        await drained;
        process.Dispose();
        Directory.Delete(profile, recursive: true);
    }

    private async Task ConnectAsync()
    {
        // "DevTools listening on ws://127.0.0.1:PORT/devtools/browser/ID"
        string? address = null;
        while (address is null && await process.StandardError.ReadLineAsync(deadline) is { } line)
        {
            address = line.IndexOf("ws://", StringComparison.Ordinal) is var at and >= 0 ? line[at..] : null;
        }

        // A full pipe would stop it.
        drained = Task.WhenAll(process.StandardError.ReadToEndAsync(CancellationToken.None), process.StandardOutput.ReadToEndAsync(CancellationToken.None));
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var pages = await http.GetStringAsync($"http://{new Uri(address!).Authority}/json/list", deadline);
        var page = JsonNode.Parse(pages)!.AsArray().First(p => p!["type"]!.GetValue<string>() == "page")!;
        await socket.ConnectAsync(new Uri(page["webSocketDebuggerUrl"]!.GetValue<string>()), deadline);
    }

    private async Task<JsonObject> CallAsync(string method, JsonObject parameters)
    {
        var id = ++lastId;
        var request = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        await socket.SendAsync(Encoding.UTF8.GetBytes(request.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        while (true)
        {
            var message = await ReceiveAsync();
            if (message["id"]?.GetValue<int>() == id)
            {
                return message["result"]?.AsObject() ?? throw new InvalidOperationException(message.ToJsonString());
            }
        }
    }

    private async Task<JsonObject> ReceiveAsync()
    {
        using var text = new MemoryStream();
        var buffer = new byte[16 * 1024];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            text.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonSerializer.Deserialize<JsonObject>(text.ToArray())!;
    }
}
