using Gateway.Edge;
using ServiceDefaults.Telemetry;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Routes;

/// <summary>
/// Says in a problem what the proxy could not deliver. Stands around the proxy's pipeline, so it touches no answer that a service gave. The proxy's own
/// log is a stack trace for each request; here it is a line.
/// </summary>
public sealed partial class ForwardingFailures(ILogger<ForwardingFailures> logger)
{
    public Task Explain(HttpContext context, RequestDelegate next)
    {
        var forwarding = next(context);
        return forwarding.IsCompletedSuccessfully ? ExplainFailure(context) : AfterwardsAsync(context, forwarding);
    }

    private async Task AfterwardsAsync(HttpContext context, Task forwarding)
    {
        await forwarding;
        await ExplainFailure(context);
    }

    private Task ExplainFailure(HttpContext context)
    {
        if (context.Features.Get<IForwarderErrorFeature>() is not { } failure || context.RequestAborted.IsCancellationRequested)
            return Task.CompletedTask;

        var problem = failure.Error switch
        {
            ForwarderError.RequestTimedOut => GatewayProblems.TimedOut,
            ForwarderError.RequestBodyClient when context.Response.StatusCode == StatusCodes.Status413PayloadTooLarge => GatewayProblems.TooLarge,
            ForwarderError.RequestBodyClient or ForwarderError.RequestBodyCanceled => GatewayProblems.BadRequest,
            _ => GatewayProblems.Unavailable,
        };
        if (problem.Status >= StatusCodes.Status500InternalServerError)
        {
            var path = SecretsInAddresses.Redact(context.Request.Path);
            LogFailure(context.Request.Method, path, context.GetReverseProxyFeature().Cluster.Config.ClusterId, failure.Error, failure.Exception?.Message);
        }

        return context.Response.HasStarted ? Task.CompletedTask : GatewayProblems.WriteAsync(context, problem);
    }

    [LoggerMessage(1, LogLevel.Warning, "{Method} {Path} could not be forwarded to {Service}: {Error}. {Reason}")]
    private partial void LogFailure(string method, string path, string service, ForwarderError error, string? reason);
}
