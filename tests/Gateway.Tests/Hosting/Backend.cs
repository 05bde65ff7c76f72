using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Hosting;

/// <summary>A request as a service behind the gateway saw it.</summary>
public sealed record SeenRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, long BodyBytes);

/// <summary>A service's stand-in on a real server: answers with its own name and remembers what reached it.</summary>
public sealed class Backend : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<SeenRequest> seen = new();
    private bool ended;

    private Backend(string name, int port)
    {
        Address = new Uri($"http://127.0.0.1:{port}");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            server.Limits.MaxRequestBodySize = null;
            server.Listen(IPAddress.Loopback, port);
        });
        app = builder.Build();
        app.Use(async (context, next) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            seen.Enqueue(new SeenRequest(
                context.Request.Method,
                context.Request.Path + context.Request.QueryString,
                context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                body.Length));
            await next(context);
        });
        app.Run(async context =>
        {
            if (Answer is { } answer)
                await answer(context);
            else
                await context.Response.WriteAsync(name);
        });
    }

    public Uri Address { get; }

    /// <summary>Replaces the answer with the service's name.</summary>
    public Func<HttpContext, Task>? Answer { get; set; }

    /// <summary>What reached it, without probes.</summary>
    public IReadOnlyList<SeenRequest> Seen => [.. seen.Where(request => request.Path != "/health")];

    public static async Task<Backend> StartAsync(string name, int? port = null)
    {
        var backend = new Backend(name, port ?? GatewayProcess.FreePort());
        await backend.app.StartAsync();
        return backend;
    }

    public async ValueTask DisposeAsync()
    {
        if (ended)
            return;
        ended = true;
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
