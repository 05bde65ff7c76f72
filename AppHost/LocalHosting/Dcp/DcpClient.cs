using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace Aspire.Hosting.Dcp;

/// <summary>Speaks to one orchestrator.</summary>
internal sealed class DcpClient : IDisposable
{
    private static readonly MediaTypeHeaderValue MergePatch = new("application/merge-patch+json");

    private readonly HttpClient http;

    public DcpClient(Uri server, string token, X509Certificate2 certificate)
    {
        var expected = certificate.RawData;
        http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, actual, _, _) => actual is not null && actual.GetRawCertData().AsSpan().SequenceEqual(expected) },
        })
        {
            BaseAddress = server,
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
    }

    public async Task CreateAsync(DcpExecutable executable, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsJsonAsync(Executables(), executable, DcpJson.Options, cancellationToken);
        await EnsureSuccessAsync(response, $"create '{executable.Metadata.Name}'", cancellationToken);
    }

    public async Task<DcpExecutable?> FindAsync(string name, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(Executables(name), cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        await EnsureSuccessAsync(response, $"read '{name}'", cancellationToken);
        return await response.Content.ReadFromJsonAsync<DcpExecutable>(DcpJson.Options, cancellationToken);
    }

    /// <summary>Asks the process to end: SIGTERM, and a kill after about six seconds. Comes back at once.</summary>
    public Task StopAsync(string name, CancellationToken cancellationToken) =>
        PatchAsync(Executables(name), """{"spec":{"stop":true}}""", $"stop '{name}'", cancellationToken);

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        using var response = await http.DeleteAsync(Executables(name), cancellationToken);
        if (response.StatusCode != HttpStatusCode.NotFound)
        {
            await EnsureSuccessAsync(response, $"delete '{name}'", cancellationToken);
        }
    }

    /// <summary>Ends everything the orchestrator started, then the orchestrator. Comes back at once.</summary>
    public Task ShutDownAsync(CancellationToken cancellationToken) =>
        PatchAsync("/admin/execution", """{"status":"Stopping","shutdownResourceCleanup":"Full"}""", "shut down", cancellationToken);

    /// <summary>Every executable as it is, then each change, until the connection ends.</summary>
    public async IAsyncEnumerable<(bool Deleted, DcpExecutable Executable)> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync($"{Executables()}?watch=true", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await EnsureSuccessAsync(response, "watch", cancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            var change = JsonSerializer.Deserialize<DcpChange>(line, DcpJson.Options)!;
            if (change.Object.Deserialize<DcpExecutable>(DcpJson.Options) is { } executable)
            {
                yield return (change.Type == DcpChange.Deleted, executable);
            }
        }
    }

    /// <summary>The lines of one stream, each with its time before it, until the process has ended.</summary>
    /// <param name="source">stdout, stderr or system (what the orchestrator says about starting the process).</param>
    public async IAsyncEnumerable<string> ReadLogAsync(string name, string source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var url = $"{Executables(name)}/log?source={source}&follow=true&timestamps=true";
        using var response = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await EnsureSuccessAsync(response, $"read the {source} of '{name}'", cancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            yield return line;
        }
    }

    public void Dispose() => http.Dispose();

    private static string Executables(string? name = null) => name is null
        ? $"/apis/{DcpExecutable.Group}/executables"
        : $"/apis/{DcpExecutable.Group}/executables/{name}";

    private static async Task EnsureSuccessAsync(HttpResponseMessage response, string what, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode)
        {
            var answer = await response.Content.ReadAsStringAsync(cancellationToken);
            throw new HttpRequestException($"The orchestrator would not {what}: {(int)response.StatusCode} {answer}", inner: null, response.StatusCode);
        }
    }

    private async Task PatchAsync(string path, string patch, string what, CancellationToken cancellationToken)
    {
        using var content = new StringContent(patch, Encoding.UTF8, MergePatch);
        using var response = await http.PatchAsync(path, content, cancellationToken);
        await EnsureSuccessAsync(response, what, cancellationToken);
    }
}
