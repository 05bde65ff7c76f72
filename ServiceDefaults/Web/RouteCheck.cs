using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace ServiceDefaults.Web;

/// <summary>Refuses to start with a route that does not say who may call it. Such a route would be closed anyway; this tells its author at once.</summary>
internal sealed class RouteCheck(IEnumerable<EndpointDataSource> sources) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Only now are the routes known: the pipeline is built when the server starts.</summary>
    /// <exception cref="InvalidOperationException">A route is open, nameless, or stores answers for nobody.</exception>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var faults = sources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().SelectMany(Faults).ToList();
        return faults.Count == 0 ? Task.CompletedTask : throw new InvalidOperationException(string.Join(Environment.NewLine, faults));
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static IEnumerable<string> Faults(RouteEndpoint route)
    {
        var access = route.Metadata.GetMetadata<RouteAccess>();
        if (access is null)
        {
            yield return $"{route.DisplayName} does not say who may call it: add Allow, AllowEveryRole, AllowOperator or AllowAnonymousCaller.";
        }

        if (route.Metadata.GetMetadata<IEndpointNameMetadata>() is null)
        {
            yield return $"{route.DisplayName} has no operation id: add Named.";
        }

        if (access is { IsAnonymous: true } && route.Metadata.GetMetadata<IdempotentRoute>() is not null)
        {
            yield return $"{route.DisplayName} is anonymous and idempotent: a stranger could ask for another's stored answer.";
        }
    }
}
