using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Threading.Channels;
using Google.Protobuf;

namespace LocalHosting.Tests.Dashboard;

/// <summary>One gRPC call over HTTP/2 without TLS, in both directions at once.</summary>
internal sealed class GrpcCall : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler());
    private readonly Messages outgoing = new();
    private readonly CancellationToken deadline = TestApplication.Deadline;
    private HttpResponseMessage response = null!;
    private Stream incoming = null!;

    /// <summary>Known when <see cref="NextAsync"/> has returned null.</summary>
    public string Status => response.TrailingHeaders.GetValues("grpc-status").Single();

    /// <param name="request">Null: the call stays open for <see cref="Send"/>.</param>
    public static async Task<GrpcCall> StartAsync(Uri service, string key, string method, IMessage? request)
    {
        var call = new GrpcCall();
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(service, $"/aspire.v1.DashboardService/{method}"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = call.outgoing,
            Headers = { { "x-resource-service-api-key", key }, { "te", "trailers" } },
        };
        if (request is not null)
        {
            call.Send(request);
            call.outgoing.Complete();
        }

        call.response = await call.http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, call.deadline);
        call.incoming = await call.response.Content.ReadAsStreamAsync(call.deadline);
        return call;
    }

    public void Send(IMessage message) => outgoing.Write(message);

    public async Task<T?> NextAsync<T>(MessageParser<T> parser)
        where T : class, IMessage<T>
    {
        var header = new byte[5];
        if (await incoming.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, deadline) == 0)
        {
            return null;
        }

        var body = new byte[BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(1))];
        await incoming.ReadExactlyAsync(body, deadline);
        return parser.ParseFrom(body);
    }

    public void Dispose()
    {
        outgoing.Complete();
        response.Dispose();
        http.Dispose();
    }

    private sealed class Messages : HttpContent
    {
        private readonly Channel<byte[]> frames = Channel.CreateUnbounded<byte[]>();

        public Messages() => Headers.ContentType = new MediaTypeHeaderValue("application/grpc");

        public void Write(IMessage message)
        {
            var frame = new byte[5 + message.CalculateSize()];
            BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), frame.Length - 5);
            message.WriteTo(frame.AsSpan(5));
            frames.Writer.TryWrite(frame);
        }

        public void Complete() => frames.Writer.TryComplete();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            // The request's headers go out now, and not with the first message.
            await stream.FlushAsync();
            await foreach (var frame in frames.Reader.ReadAllAsync())
            {
                await stream.WriteAsync(frame);
                await stream.FlushAsync();
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
