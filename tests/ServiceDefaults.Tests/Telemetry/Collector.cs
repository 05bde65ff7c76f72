using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace ServiceDefaults.Tests.Telemetry;

/// <summary>Receives OTLP as a dashboard does: gRPC over unencrypted HTTP/2. What arrived is kept as it came.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, string? ApiKey, byte[] Body)> _received = new();

    private Collector(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();
    public IEnumerable<byte[]> Traces => Of("TraceService");
    public IEnumerable<byte[]> Metrics => Of("MetricsService");
    public IEnumerable<byte[]> Logs => Of("LogsService");
    public IEnumerable<string?> ApiKeys => _received.Select(export => export.ApiKey);

    public static async Task<Collector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        var collector = new Collector(app);
        app.Run(collector.Receive);
        await app.StartAsync();
        return collector;
    }

    /// <summary>How often a text, or the bytes of an id, is in what arrived: protobuf leaves both as they are.</summary>
    public static int Count(IEnumerable<byte[]> exports, byte[] what) => exports.Sum(export =>
    {
        var count = 0;
        for (var rest = export.AsSpan(); rest.IndexOf(what) is >= 0 and var at; rest = rest[(at + what.Length)..])
            count++;
        return count;
    });

    public static int Count(IEnumerable<byte[]> exports, string what) => Count(exports, Encoding.UTF8.GetBytes(what));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IEnumerable<byte[]> Of(string service) => _received.Where(export => export.Path.Contains(service, StringComparison.Ordinal)).Select(export => export.Body);

    private async Task Receive(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        _received.Enqueue((context.Request.Path, context.Request.Headers["x-otlp-api-key"], body.ToArray()));
        context.Response.ContentType = "application/grpc";
        context.Response.DeclareTrailer("grpc-status");
        // An empty message: one byte of flags, four of length.
        await context.Response.Body.WriteAsync(new byte[5]);
        context.Response.AppendTrailer("grpc-status", "0");
    }
}
