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
/// Starts, stops and restarts resources for whoever can read the data folder: <c>POST /resources/NAME/start|stop|restart</c> on loopback, with the token from run.json.
/// The dashboard's buttons are for people; the story and the fault tests press these.
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
            context.Response.StatusCode = (CryptographicOperations.FixedTimeEquals(given, expected), context.Request.Method, path) switch
            {
                (false, _, _) => StatusCodes.Status401Unauthorized,
                (true, "POST", ["resources", var name, var verb]) when CommandFor(verb) is { } command => await ExecuteAsync(name, command, context.RequestAborted),
                _ => StatusCodes.Status404NotFound,
            };
        });
        await control.StartAsync();
        return control;

        async Task<int> ExecuteAsync(string name, string command, CancellationToken cancellationToken)
        {
            if (resources.FirstOrDefault(resource => resource.Name == name) is not { } resource)
                return StatusCodes.Status404NotFound;
            var result = await app.ResourceCommands.ExecuteCommandAsync(resource, command, cancellationToken);
            return result.Success ? StatusCodes.Status204NoContent : StatusCodes.Status409Conflict;
        }
    }

    private static string? CommandFor(string verb) => verb switch
    {
        "start" => KnownResourceCommands.StartCommand,
        "stop" => KnownResourceCommands.StopCommand,
        "restart" => KnownResourceCommands.RestartCommand,
        _ => null,
    };
}
