using System.Text.Json.Nodes;
using Gateway.Docs;
using Gateway.Edge;
using Gateway.OpenApi;
using Yarp.ReverseProxy.Transforms;

namespace Gateway.Routes;

public static class ServiceRoutesExtensions
{
    public static void AddServiceRoutes(this WebApplicationBuilder builder)
    {
        var document = JsonNode.Parse(File.ReadAllText(DocsPage.Document))!.AsObject();
        builder.Services.AddReverseProxy()
            .LoadFromMemory(
                ServiceRoutes.Routes(AnonymousOperations.Of(document)),
                ServiceRoutes.Clusters(builder.Configuration))
            .AddTransforms(routes => routes.AddResponseTransform(SecurityHeaders.KeepTheServicesOwn));
    }

    /// <summary>The proxy, and a problem for every address that leads nowhere.</summary>
    public static void MapServiceRoutes(this WebApplication app)
    {
        var failures = ActivatorUtilities.CreateInstance<ForwardingFailures>(app.Services);
        app.MapReverseProxy(proxy =>
        {
            proxy.Use(failures.Explain);
            proxy.Use(OtherReplica.Try);
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        });
        app.MapFallback("{**path}", (HttpContext context) => GatewayProblems.WriteAsync(context, GatewayProblems.NotFound)).AllowAnonymous();
    }
}
