using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Platform.Benchmarks.Measuring;

/// <param name="Status">What its answer must be.</param>
public sealed record LoadRequest(byte[] Bytes, int Status);

/// <summary>
/// A load loop on bare sockets: each client sends a request, reads its answer to the end and sends the next. It costs a fraction of what it
/// measures, and every answer's status is checked: a server that refuses quickly must not look fast.
/// </summary>
public static class HttpLoad
{
    /// <summary>Asks for one address.</summary>
    /// <returns>How many requests were answered.</returns>
    /// <exception cref="InvalidOperationException">An answer was not 200.</exception>
    public static Task<long> RunAsync(int port, string path, IReadOnlyList<string> tokens, int clients, TimeSpan duration) =>
        RunAsync(
            port,
            index =>
            {
                IReadOnlyList<LoadRequest> request = [new(Request("GET", port, path, tokens[index % tokens.Count], moreHeaders: "", body: ""), Status: 200)];
                return () => request;
            },
            clients,
            duration);

    /// <param name="work">For each client by its index: what makes its next piece of work, one request after the other.</param>
    /// <returns>How many pieces of work were answered in full; none is broken off.</returns>
    /// <exception cref="InvalidOperationException">An answer was another.</exception>
    public static async Task<long> RunAsync(int port, Func<int, Func<IReadOnlyList<LoadRequest>>> work, int clients, TimeSpan duration)
    {
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, clients).Select(index => Task.Run(() =>
            LoopAsync(port, work(index), () => watch.Elapsed < duration))));
        return counts.Sum();
    }

    /// <param name="moreHeaders">Each ended by a line break.</param>
    public static byte[] Request(string method, int port, string path, string token, string moreHeaders, string body) => Encoding.UTF8.GetBytes(
        $"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: application/json\r\nAuthorization: Bearer {token}\r\n{moreHeaders}\r\n{body}");

    private static async Task<long> LoopAsync(int port, Func<IReadOnlyList<LoadRequest>> nextWork, Func<bool> goesOn)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var buffer = new byte[16 * 1024];
        long answered = 0;
        for (; goesOn(); answered++)
        {
            foreach (var request in nextWork())
            {
                await socket.SendAsync(request.Bytes);
                await ReadAnswerAsync(socket, buffer, $"HTTP/1.1 {request.Status} ");
            }
        }

        return answered;
    }

    private static async Task ReadAnswerAsync(Socket socket, byte[] buffer, string expected)
    {
        var filled = 0;
        while (!IsComplete(buffer.AsSpan(0, filled), expected))
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled));
            if (read == 0)
                throw new InvalidOperationException("The connection was closed in the middle of an answer.");
            filled += read;
        }
    }

    private static bool IsComplete(ReadOnlySpan<byte> answer, string expected)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return false;
        var headers = Encoding.ASCII.GetString(answer[..end]);
        if (!headers.StartsWith(expected, StringComparison.Ordinal))
            throw new InvalidOperationException($"Not answered with {expected}: {Encoding.UTF8.GetString(answer)}");
        if (headers.Contains("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase))
            return answer.EndsWith("\r\n0\r\n\r\n"u8);
        const string Name = "Content-Length: ";
        var value = headers.AsSpan(headers.IndexOf(Name, StringComparison.OrdinalIgnoreCase) + Name.Length);
        var lineEnd = value.IndexOf('\r');
        return answer.Length >= end + 4 + int.Parse(lineEnd < 0 ? value : value[..lineEnd]);
    }
}
