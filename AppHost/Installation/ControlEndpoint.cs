using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AppHost.Installation;

/// <summary>
/// Runs resources' commands for whoever can read the data folder: <c>POST /resources/NAME/COMMAND</c> on loopback, with the token from run.json. <c>start</c>,
/// <c>stop</c> and <c>restart</c> are everybody's. The dashboard's buttons are for people; the story and the tests press these.
/// </summary>
internal static class ControlEndpoint
{
    public static async Task<IAsyncDisposable> StartAsync(DistributedApplication app, IEnumerable<IResource> resources, LocalInstallation installation)
    {
        var expected = Encoding.UTF8.GetBytes($"Bearer {installation.SecretOf("control-token")}");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(installation.AddressOf("control"));
        builder.Logging.ClearProviders();
        var control = builder.Build();
        control.Run(async context =>
        {
            var given = Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString());
            var path = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
            if (!CryptographicOperations.FixedTimeEquals(given, expected))
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            else if (context.Request.Method == "POST" && path is ["resources", var name, var verb] && resources.FirstOrDefault(resource => resource.Name == name) is { } resource)
                await ExecuteAsync(resource, CommandFor(verb), context);
            else
                context.Response.StatusCode = StatusCodes.Status404NotFound;
        });
        await control.StartAsync();
        return control;

        async Task ExecuteAsync(IResource resource, string command, HttpContext context)
        {
            var result = await app.ResourceCommands.ExecuteCommandAsync(resource, command, context.RequestAborted);
            context.Response.StatusCode = result.Success ? StatusCodes.Status204NoContent : StatusCodes.Status409Conflict;
            if (!result.Success)
                await context.Response.WriteAsync(result.Message ?? "", context.RequestAborted);
        }
    }

    private static string CommandFor(string verb) => verb switch
    {
        "start" => KnownResourceCommands.StartCommand,
        "stop" => KnownResourceCommands.StopCommand,
        "restart" => KnownResourceCommands.RestartCommand,
        _ => verb,
    };
}
