using System.Net;
using Aspire.Hosting.Dcp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>Serves the resource service and starts the dashboard that reads it, as a process of the orchestrator, so that it ends with the rest.</summary>
internal sealed class DashboardHost(DashboardSettings settings, ResourceService service, IConfiguration configuration, ILogger<DistributedApplication> logger)
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private const string Name = "aspire-dashboard";

    private WebApplication? server;

    /// <summary>Begins to serve; the dashboard itself is not started yet.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            // Streams stay silent for as long as nothing happens.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, settings.ResourceServiceUrl!.Port, listen => listen.Protocols = HttpProtocols.Http2);
        });
        server = builder.Build();
        server.Run(service.HandleAsync);
        await server.StartAsync(cancellationToken);
    }

    /// <summary>Starts the dashboard and says in the log where it is.</summary>
    public async Task RunAsync(DcpClient dcp, CancellationToken cancellationToken)
    {
        try
        {
            var program = NativeParts.Dashboard(configuration);
            await dcp.CreateAsync(
                new DcpExecutable
                {
                    Metadata = new DcpMetadata { Name = Name },
                    Spec = new DcpExecutableSpec
                    {
                        ExecutablePath = program,
                        Args = ["dashboard"],
                        WorkingDirectory = Path.GetDirectoryName(program),
                        Env = [.. Environment().Select(v => new DcpVariable(v.Name, v.Value))],
                    },
                },
                cancellationToken);
            await WaitUntilItAnswersAsync(dcp, cancellationToken);
            logger.LogInformation("Now listening on: {Url}", settings.FrontendUrl!.GetLeftPart(UriPartial.Authority));
            logger.LogInformation("Login to the dashboard at {Url}", settings.LoginUrl);
        }
        catch (Exception exception) when (exception is DistributedApplicationException or HttpRequestException)
        {
            logger.LogError("The dashboard did not start: {Reason}", exception.Message);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (server is not null)
        {
            service.Stop();
            await server.StopAsync(cancellationToken);
            await server.DisposeAsync();
        }
    }

    private IEnumerable<(string Name, string Value)> Environment()
    {
        yield return ("ASPNETCORE_ENVIRONMENT", "Production");
        yield return ("ASPNETCORE_URLS", settings.FrontendUrl!.GetLeftPart(UriPartial.Authority));
        yield return ("ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL", settings.ResourceServiceUrl!.GetLeftPart(UriPartial.Authority));
        yield return ("DASHBOARD__RESOURCESERVICECLIENT__AUTHMODE", "ApiKey");
        yield return ("DASHBOARD__RESOURCESERVICECLIENT__APIKEY", settings.ResourceServiceApiKey);
        yield return ("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", settings.OtlpGrpcUrl!.GetLeftPart(UriPartial.Authority));
        yield return ("ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL", settings.OtlpHttpUrl!.GetLeftPart(UriPartial.Authority));
        yield return ("DASHBOARD__OTLP__AUTHMODE", "ApiKey");
        yield return ("DASHBOARD__OTLP__PRIMARYAPIKEY", settings.OtlpApiKey!);
        if (settings.AllowAnonymous)
        {
            yield return ("DASHBOARD__FRONTEND__AUTHMODE", "Unsecured");
        }
        else
        {
            yield return ("DASHBOARD__FRONTEND__AUTHMODE", "BrowserToken");
            yield return ("DASHBOARD__FRONTEND__BROWSERTOKEN", settings.BrowserToken!);
        }
    }

    private async Task WaitUntilItAnswersAsync(DcpClient dcp, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartLimit);
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(settings.FrontendUrl!, "/login"), limit.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException || (exception is OperationCanceledException && !limit.IsCancellationRequested))
            {
                // Not yet.
            }
            catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
            {
                throw new DistributedApplicationException($"it did not answer within {StartLimit.TotalSeconds} s.", exception);
            }

            if (await dcp.FindAsync(Name, cancellationToken) is { Status: { State: DcpState.Finished or DcpState.FailedToStart } status })
            {
                throw new DistributedApplicationException($"it ended with exit code {status.ExitCode}. {await LastLineAsync(dcp, cancellationToken)}");
            }

            await Task.Delay(100, cancellationToken);
        }
    }

    private static async Task<string?> LastLineAsync(DcpClient dcp, CancellationToken cancellationToken)
    {
        string? last = null;
        await foreach (var line in dcp.ReadLogAsync(Name, "stderr", cancellationToken))
        {
            last = line;
        }

        return last;
    }
}
