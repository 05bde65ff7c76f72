using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Platform.Benchmarks.Measuring;

/// <summary>
/// A load loop on bare sockets: each client sends a request, reads its answer to the end and sends the next. It costs a fraction of what it
/// measures, and every answer's status is checked: a server that refuses quickly must not look fast.
/// </summary>
public static class HttpLoad
{
    /// <returns>How many requests were answered.</returns>
    /// <exception cref="InvalidOperationException">An answer was not 200.</exception>
    public static async Task<long> RunAsync(int port, string path, IReadOnlyList<string> tokens, int clients, TimeSpan duration)
    {
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, clients).Select(index => Task.Run(() =>
            LoopAsync(port, Request(port, path, tokens[index % tokens.Count]), () => watch.Elapsed < duration))));
        return counts.Sum();
    }

    private static byte[] Request(int port, string path, string token) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: application/json\r\nAuthorization: Bearer {token}\r\n\r\n");

    private static async Task<long> LoopAsync(int port, byte[] request, Func<bool> goesOn)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var buffer = new byte[16 * 1024];
        long answered = 0;
        for (; goesOn(); answered++)
        {
            await socket.SendAsync(request);
            await ReadAnswerAsync(socket, buffer);
        }

        return answered;
    }

    private static async Task ReadAnswerAsync(Socket socket, byte[] buffer)
    {
        var filled = 0;
        var length = -1;
        while (length < 0 || filled < length)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled));
            if (read == 0)
                throw new InvalidOperationException("The connection was closed in the middle of an answer.");
            filled += read;
            if (length < 0)
                length = LengthOf(buffer.AsSpan(0, filled));
        }
    }

    /// <returns>Length of headers and body together, or -1 while the headers are not complete.</returns>
    private static int LengthOf(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return -1;
        var headers = Encoding.ASCII.GetString(answer[..end]);
        if (!headers.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal))
            throw new InvalidOperationException("Not answered with 200: " + headers);
        const string Name = "Content-Length: ";
        var value = headers.AsSpan(headers.IndexOf(Name, StringComparison.OrdinalIgnoreCase) + Name.Length);
        var lineEnd = value.IndexOf('\r');
        return end + 4 + int.Parse(lineEnd < 0 ? value : value[..lineEnd]);
    }
}
