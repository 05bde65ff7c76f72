using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Testing;

namespace Platform.Benchmarks.Gateway;

/// <summary>What the proxies forward to: 1 KB of JSON at every address, and the signing keys that the gateway checks tokens with.</summary>
public static class Backend
{
    public static async Task RunAsync(int port, string key)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        var page = Encoding.UTF8.GetBytes("{\"items\":[\"" + new string('x', 1000) + "\"]}");
        var keys = Encoding.UTF8.GetBytes($$"""{"keys":[{{key}}]}""");
        var discovery = Encoding.UTF8.GetBytes($$"""{"issuer":"{{TokenIssuer.Issuer}}","jwks_uri":"http://127.0.0.1:{{port}}/.well-known/jwks.json"}""");
        app.Run(context =>
        {
            var body = context.Request.Path.Value switch
            {
                "/.well-known/openid-configuration" => discovery,
                "/.well-known/jwks.json" => keys,
                _ => page,
            };
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = body.Length;
            return context.Response.Body.WriteAsync(body).AsTask();
        });
        await app.RunAsync();
    }
}
