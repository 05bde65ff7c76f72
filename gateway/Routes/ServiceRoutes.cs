using Gateway.OpenApi;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Routes;

/// <summary>Which address leads to which service, on one screen. Whatever is not here is a 404.</summary>
public static class ServiceRoutes
{
    private static readonly (string Service, string Path)[] Table =
    [
        ("orgs", "/api/orgs/{**rest}"),
        ("billing", "/api/billing/{**rest}"),
        ("tickets", "/api/tickets/{**rest}"),
        ("storefront", "/api/storefront/{**rest}"),
    ];

    /// <summary>Discovery document and keys: anyone must be able to read them to check a token.</summary>
    private static readonly (string Service, string Path) Keys = ("orgs", "/.well-known/{**rest}");

    /// <summary>The routes of <see cref="Table"/>, closed, and before them those that the services left open, method by method.</summary>
    public static IReadOnlyList<RouteConfig> Routes(IReadOnlyList<AnonymousOperation> anonymous) =>
    [
        .. Table.Select(route => new RouteConfig
        {
            RouteId = route.Service,
            ClusterId = route.Service,
            Match = new RouteMatch { Path = route.Path },
        }),
        new RouteConfig
        {
            RouteId = "well-known",
            ClusterId = Keys.Service,
            Match = new RouteMatch { Path = Keys.Path, Methods = [HttpMethods.Get, HttpMethods.Head] },
            AuthorizationPolicy = "anonymous",
        },
        .. anonymous.Where(operation => operation.Path.StartsWith("/api/", StringComparison.Ordinal)).Select(operation => new RouteConfig
        {
            RouteId = operation.Id,
            ClusterId = operation.Path.Split('/')[2],
            Match = new RouteMatch { Path = operation.Path, Methods = [operation.Method] },
            AuthorizationPolicy = "anonymous",
        }),
    ];

    /// <summary>A cluster for each service, with the addresses that service discovery gave it.</summary>
    public static IReadOnlyList<ClusterConfig> Clusters(IConfiguration configuration) =>
        [.. Table.Select(route => Cluster(route.Service, ServiceAddresses.Of(configuration, route.Service), configuration.GetValue("Upstream:Timeout", TimeSpan.FromSeconds(60))))];

    private static ClusterConfig Cluster(string service, IReadOnlyList<string> addresses, TimeSpan timeout) => new()
    {
        ClusterId = service,
        LoadBalancingPolicy = LoadBalancingPolicies.PowerOfTwoChoices,
        Destinations = addresses.Select((address, index) => (Name: $"{service}-{index + 1}", address))
            .ToDictionary(replica => replica.Name, replica => new DestinationConfig { Address = replica.address }, StringComparer.Ordinal),
        HealthCheck = new HealthCheckConfig
        {
            // When every replica looks ill, try them all the same: a service that restarts is reached at once.
            AvailableDestinationsPolicy = HealthCheckConstants.AvailableDestinations.HealthyOrPanic,
            Active = addresses.Count > 1
                ? new ActiveHealthCheckConfig { Enabled = true, Path = "/health", Interval = TimeSpan.FromSeconds(5), Timeout = TimeSpan.FromSeconds(3) }
                : null,
            Passive = addresses.Count > 1
                ? new PassiveHealthCheckConfig { Enabled = true, Policy = HealthCheckConstants.PassivePolicy.TransportFailureRate, ReactivationPeriod = TimeSpan.FromSeconds(5) }
                : null,
        },
        HttpRequest = new ForwarderRequestConfig { ActivityTimeout = timeout },
    };
}
