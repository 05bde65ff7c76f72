using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Platform.Benchmarks.Replay;

/// <summary>A statement as a client sent it.</summary>
/// <param name="EndsRoundTrip">The client waited for the answer before it sent more.</param>
public sealed record SentStatement(string Sql, IReadOnlyList<SentParameter> Parameters, bool EndsRoundTrip);

/// <param name="Type">Its OID.</param>
/// <param name="Value">Null for NULL.</param>
/// <param name="IsText">The value is in PostgreSQL's text format, else in its binary one.</param>
public sealed record SentParameter(uint Type, byte[]? Value, bool IsText);

/// <summary>Stands between a program and PostgreSQL and writes down what the program sends, connection by connection: no log or setting tells it so exactly.</summary>
public sealed class WireRecorder : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentBag<Conversation> _conversations = [];
    private readonly Task _accepting;

    public WireRecorder(string host, int port)
    {
        _listener.Start();
        _accepting = AcceptAsync(host, port);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Forgets what was sent so far.</summary>
    public void Restart()
    {
        foreach (var conversation in _conversations)
            conversation.Take();
    }

    /// <summary>The one transaction since <see cref="Restart"/> in which a statement with <paramref name="text"/> was sent, from its BEGIN to its COMMIT.</summary>
    public IReadOnlyList<SentStatement> Transaction(string text) =>
        _conversations.SelectMany(conversation => Transactions(conversation.Take())).Single(sent => sent.Exists(statement => statement.Sql.Contains(text, StringComparison.Ordinal)));

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _ended.Dispose();
    }

    /// <summary>Without what stands between them: what the driver cleans a connection with, and what needs no transaction.</summary>
    private static IEnumerable<List<SentStatement>> Transactions(IReadOnlyList<SentStatement> sent)
    {
        List<SentStatement>? open = null;
        foreach (var statement in sent)
        {
            if (statement.Sql.StartsWith("BEGIN", StringComparison.Ordinal))
                open = [];
            open?.Add(statement);
            if (open is not null && statement.Sql == "COMMIT")
            {
                yield return open;
                open = null;
            }
        }
    }

    private async Task AcceptAsync(string host, int port)
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_ended.Token);
                var server = new TcpClient { NoDelay = true };
                await server.ConnectAsync(host, port, _ended.Token);
                client.NoDelay = true;
                var conversation = new Conversation();
                _conversations.Add(conversation);
                _ = RelayAsync(client, server, conversation.Read);
                _ = RelayAsync(server, client, _ => { });
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody connects any more.
        }
    }

    private async Task RelayAsync(TcpClient from, TcpClient to, Action<ReadOnlyMemory<byte>> see)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            using (from)
            {
                int read;
                while ((read = await from.GetStream().ReadAsync(buffer, _ended.Token)) > 0)
                {
                    see(buffer.AsMemory(0, read));
                    await to.GetStream().WriteAsync(buffer.AsMemory(0, read), _ended.Token);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // One end has hung up.
        }
    }

    /// <summary>The frontend's half of one connection (protocol 3.0).</summary>
    private sealed class Conversation
    {
        private const int ProtocolVersion3 = 196608;

        private readonly Lock _lock = new();
        private readonly List<byte> _pending = [];
        private readonly Dictionary<string, (string Sql, uint[] Types)> _prepared = new(StringComparer.Ordinal);
        private List<SentStatement> _sent = [];
        private bool _started;

        public List<SentStatement> Take()
        {
            lock (_lock)
            {
                var sent = _sent;
                _sent = [];
                return sent;
            }
        }

        public void Read(ReadOnlyMemory<byte> bytes)
        {
            lock (_lock)
            {
                _pending.AddRange(bytes.Span);
                while (ReadMessage())
                {
                }
            }
        }

        private bool ReadMessage()
        {
            // The first messages have no type: requests for encryption, then the startup itself.
            var header = _started ? 1 : 0;
            if (_pending.Count < header + 8 && (!_started || _pending.Count < header + 4))
                return false;
            var pending = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_pending);
            var length = BinaryPrimitives.ReadInt32BigEndian(pending[header..]);
            if (_pending.Count < header + length)
                return false;
            var body = pending.Slice(header + 4, length - 4).ToArray();
            if (_started)
                See((char)pending[0], body);
            else
                _started = BinaryPrimitives.ReadInt32BigEndian(body) == ProtocolVersion3;
            _pending.RemoveRange(0, header + length);
            return true;
        }

        private void See(char type, byte[] body)
        {
            var reader = new BodyReader(body);
            switch (type)
            {
                case 'P':
                    _prepared[reader.Text()] = (reader.Text(), reader.Types());
                    break;
                case 'B':
                    reader.Text();
                    var (sql, types) = _prepared[reader.Text()];
                    _sent.Add(new SentStatement(sql, reader.Parameters(types), EndsRoundTrip: false));
                    break;
                case 'Q':
                    // BEGIN and what cleans a pooled connection travel with what follows them.
                    var simple = reader.Text();
                    _sent.Add(new SentStatement(simple, [], EndsRoundTrip: simple == "COMMIT"));
                    break;
                case 'S' when _sent.Count > 0:
                    _sent[^1] = _sent[^1] with { EndsRoundTrip = true };
                    break;
            }
        }
    }

    private sealed class BodyReader(byte[] body)
    {
        private int _at;

        public string Text()
        {
            var end = Array.IndexOf(body, (byte)0, _at);
            var text = Encoding.UTF8.GetString(body, _at, end - _at);
            _at = end + 1;
            return text;
        }

        public uint[] Types() => [.. Enumerable.Range(0, Short()).Select(_ => (uint)Int())];

        public SentParameter[] Parameters(uint[] types)
        {
            // None: all are text. One: it is that of all.
            var formats = Enumerable.Range(0, Short()).Select(_ => Short()).ToArray();
            return [.. Enumerable.Range(0, Short()).Select(index => new SentParameter(types[index], Value(), formats is [] || formats[formats.Length == 1 ? 0 : index] == 0))];
        }

        private byte[]? Value()
        {
            var length = Int();
            if (length < 0)
                return null;
            _at += length;
            return body[(_at - length).._at];
        }

        private short Short()
        {
            _at += 2;
            return BinaryPrimitives.ReadInt16BigEndian(body.AsSpan(_at - 2));
        }

        private int Int()
        {
            _at += 4;
            return BinaryPrimitives.ReadInt32BigEndian(body.AsSpan(_at - 4));
        }
    }
}
