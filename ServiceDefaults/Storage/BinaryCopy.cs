using System.Buffers.Binary;
using System.Text;
using Npgsql;

namespace ServiceDefaults.Storage;

/// <summary>
/// One binary COPY into a table, in the connection's current transaction. Rows are encoded into a buffer of its own, which goes out whenever it is full: an
/// importer that makes every value a parameter and every write awaitable takes a third of the processor's time of a bill run for it.
/// </summary>
internal sealed class BinaryCopy : IAsyncDisposable
{
    private const int FullAt = 32 * 1024;
    private const int Null = -1;
    private const short NoMoreRows = -1;

    /// <summary>Signature, flags, and an extension of no bytes.</summary>
    private static readonly byte[] Header = [.. "PGCOPY\n"u8, 255, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];

    // Instants and days are counted from there.
    private static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly int EpochDay = DateOnly.FromDateTime(Epoch).DayNumber;

    private readonly NpgsqlRawCopyStream _server;
    private byte[] _buffer = new byte[2 * FullAt];
    private int _length;
    private bool _isOver;

    private BinaryCopy(NpgsqlRawCopyStream server)
    {
        _server = server;
        Header.CopyTo(Take(Header.Length));
    }

    /// <param name="command"><c>COPY … FROM STDIN (FORMAT BINARY)</c>.</param>
    public static async Task<BinaryCopy> Begin(NpgsqlConnection connection, string command, CancellationToken cancellationToken) =>
        new(await connection.BeginRawBinaryCopyAsync(command, cancellationToken));

    /// <summary>The values follow, as many as there are columns.</summary>
    public void StartRow(short columns) => BinaryPrimitives.WriteInt16BigEndian(Take(sizeof(short)), columns);

    /// <summary>To be awaited after each row: now and then it waits for the server.</summary>
    public ValueTask EndRow() => _length < FullAt ? ValueTask.CompletedTask : Send();

    /// <exception cref="PostgresException">The server refuses the rows.</exception>
    public async Task Complete()
    {
        BinaryPrimitives.WriteInt16BigEndian(Take(sizeof(short)), NoMoreRows);
        await Send();
        _isOver = true;
        await _server.DisposeAsync();
    }

    /// <summary>What was not completed is given up.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isOver)
            return;
        _isOver = true;
        await _server.CancelAsync();
    }

    public void WriteNull() => BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), Null);

    public void Write(Guid value) => value.TryWriteBytes(Value(16), bigEndian: true, out _);

    public void Write(bool value) => Value(1)[0] = value ? (byte)1 : (byte)0;

    public void Write(int value) => BinaryPrimitives.WriteInt32BigEndian(Value(sizeof(int)), value);

    public void Write(long value) => BinaryPrimitives.WriteInt64BigEndian(Value(sizeof(long)), value);

    /// <summary>Microseconds; a finer part is cut off.</summary>
    public void Write(DateTimeOffset value) => Write((value.UtcTicks - Epoch.Ticks) / TimeSpan.TicksPerMicrosecond);

    public void Write(DateOnly value) => Write(value.DayNumber - EpochDay);

    public void Write(decimal value) => PostgresNumeric.Write(value, this);

    public void Write(string value)
    {
        var start = _length;
        var room = Value(Encoding.UTF8.GetMaxByteCount(value.Length));
        var written = Encoding.UTF8.GetBytes(value, room);
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(start), written);
        _length = start + sizeof(int) + written;
    }

    public void WriteOrNull(string? value)
    {
        if (value is null)
            WriteNull();
        else
            Write(value);
    }

    /// <summary>Room for a value of that many bytes, behind its length.</summary>
    public Span<byte> Value(int length)
    {
        BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), length);
        return Take(length);
    }

    private Span<byte> Take(int length)
    {
        if (_buffer.Length - _length < length)
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _length + length));
        var room = _buffer.AsSpan(_length, length);
        _length += length;
        return room;
    }

    private async ValueTask Send()
    {
        try
        {
            await _server.WriteAsync(_buffer.AsMemory(0, _length));
        }
        catch
        {
            // The connection is gone, and the copy with it.
            _isOver = true;
            throw;
        }

        _length = 0;
    }
}
