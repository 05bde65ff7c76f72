using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Pipelines;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace Aspire.Hosting.Dashboard;

internal enum GrpcStatus
{
    Ok = 0,
    Internal = 13,
    Unimplemented = 12,
    Unavailable = 14,
    Unauthenticated = 16,
}

/// <summary>gRPC's framing on HTTP/2: each message is a byte 0 (not compressed), its length in four bytes, and itself; the status is a trailer.</summary>
internal static class GrpcFraming
{
    private const int HeaderLength = 5;

    // What gRPC libraries accept unless told otherwise, in bytes.
    private const int LongestMessage = 4 * 1024 * 1024;

    public static async Task BeginAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        response.ContentType = "application/grpc";
        response.DeclareTrailer("grpc-status");
        await response.StartAsync(cancellationToken);
        // Started is not sent: the other side of a stream would wait for the first message.
        await response.BodyWriter.FlushAsync(cancellationToken);
    }

    public static async Task EndAsync(HttpResponse response, GrpcStatus status)
    {
        response.AppendTrailer("grpc-status", ((int)status).ToString(CultureInfo.InvariantCulture));
        await response.CompleteAsync();
    }

    public static async Task WriteAsync(HttpResponse response, IMessage message, CancellationToken cancellationToken)
    {
        var length = message.CalculateSize();
        var frame = response.BodyWriter.GetMemory(HeaderLength + length)[..(HeaderLength + length)];
        frame.Span[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(frame.Span[1..], length);
        message.WriteTo(frame.Span[HeaderLength..]);
        response.BodyWriter.Advance(frame.Length);
        await response.BodyWriter.FlushAsync(cancellationToken);
    }

    /// <returns>The next message, or null at the end of the request.</returns>
    /// <exception cref="InvalidDataException">The message is compressed, longer than 4 MiB or cut off.</exception>
    public static async Task<T?> ReadAsync<T>(HttpRequest request, MessageParser<T> parser, CancellationToken cancellationToken)
        where T : class, IMessage<T>
    {
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            if (TryTake(read.Buffer, out var message, out var end))
            {
                var parsed = parser.ParseFrom(message);
                request.BodyReader.AdvanceTo(end);
                return parsed;
            }

            if (read.IsCompleted)
            {
                return read.Buffer.IsEmpty ? null : throw new InvalidDataException("The request ends within a message.");
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static bool TryTake(ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> message, out SequencePosition end)
    {
        (message, end) = (default, default);
        if (buffer.Length < HeaderLength)
        {
            return false;
        }

        Span<byte> header = stackalloc byte[HeaderLength];
        buffer.Slice(0, HeaderLength).CopyTo(header);
        var length = BinaryPrimitives.ReadInt32BigEndian(header[1..]);
        if (header[0] != 0 || length is < 0 or > LongestMessage)
        {
            throw new InvalidDataException("The message is compressed or too long.");
        }

        if (buffer.Length < HeaderLength + length)
        {
            return false;
        }

        message = buffer.Slice(HeaderLength, length);
        end = message.End;
        return true;
    }
}
