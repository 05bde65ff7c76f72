using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Gateway.Routes;

/// <summary>
/// A replica that refuses the connection has seen nothing of the request, so another may have it: a replica that stops or is replaced costs no
/// client an error. Only then: a request that was sent is never sent twice.
/// </summary>
public static class OtherReplica
{
    public static async Task Try(HttpContext context, RequestDelegate next)
    {
        var proxying = context.GetReverseProxyFeature();
        var untried = proxying.AvailableDestinations;
        await next(context);

        while (WasRefused(context) && proxying.ProxiedDestination is { } refused)
        {
            untried = [.. untried.Where(replica => replica != refused)];
            if (untried.Count == 0)
                return;
            // The proxy takes a status that is already set for an answer that is already given.
            context.Features.Set<IForwarderErrorFeature>(null);
            context.Response.StatusCode = StatusCodes.Status200OK;
            proxying.AvailableDestinations = untried;
            await next(context);
        }
    }

    private static bool WasRefused(HttpContext context) =>
        !context.Response.HasStarted
        && context.Features.Get<IForwarderErrorFeature>() is { Error: ForwarderError.Request, Exception: HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } };
}
