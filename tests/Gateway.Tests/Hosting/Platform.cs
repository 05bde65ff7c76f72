using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Testing;

namespace Gateway.Tests.Hosting;

/// <summary>Stand-ins for the four services, the issuer's keys at Orgs, and gateways before them. Each test class has one of its own.</summary>
public sealed class Platform : IAsyncLifetime
{
    public static readonly string[] Services = ["orgs", "billing", "tickets", "storefront"];

    private readonly List<IAsyncDisposable> started = [];

    public TokenIssuer Issuer { get; } = new();

    public Dictionary<string, Backend> Backends { get; } = new(StringComparer.Ordinal);

    /// <summary>A gateway with the default settings.</summary>
    public GatewayProcess Gateway { get; private set; } = null!;

    /// <summary>What every gateway here is started with; Redis is named, and shared with other tests, so callers are always new ones.</summary>
    public ImmutableDictionary<string, string> Settings { get; private set; } = ImmutableDictionary<string, string>.Empty;

    public async ValueTask InitializeAsync()
    {
        foreach (var service in Services)
        {
            var backend = await Backend.StartAsync(service);
            started.Add(backend);
            Backends[service] = backend;
            Settings = Settings.SetItem($"services__{service}__http__0", backend.Address.ToString());
        }

        Publish(Issuer);
        Settings = Settings
            .SetItem("ConnectionStrings__redis", (await Servers.AddressesAsync()).Redis)
            .SetItem("Auth__Issuer", TokenIssuer.Issuer)
            .SetItem("Auth__Metadata", new Uri(Backends["orgs"].Address, "/.well-known/openid-configuration").ToString())
            // The tests all come from one address.
            .SetItem("RateLimits__Anonymous__Permits", "100000")
            .SetItem("RateLimits__SignIn__Permits", "100000");
        Gateway = await StartGatewayAsync();
    }

    /// <summary>One more gateway; it ends with the platform, or earlier.</summary>
    public async Task<GatewayProcess> StartGatewayAsync(params (string Name, string Value)[] changes)
    {
        var gateway = await GatewayProcess.StartAsync(Settings.SetItems(changes.Select(change => KeyValuePair.Create(change.Name, change.Value))));
        started.Add(gateway);
        return gateway;
    }

    public async Task<Backend> StartBackendAsync(string name, int? port = null)
    {
        var backend = await Backend.StartAsync(name, port);
        started.Add(backend);
        return backend;
    }

    /// <summary>Lets Orgs' stand-in publish these keys.</summary>
    public void Publish(params TokenIssuer[] issuers)
    {
        var orgs = Backends["orgs"];
        var (discovery, jwks) = TokenIssuer.Documents(orgs.Address, issuers);
        orgs.Answer = context => context.Response.WriteAsync(context.Request.Path.Value switch
        {
            "/.well-known/openid-configuration" => discovery,
            "/.well-known/jwks.json" => jwks,
            _ => "orgs",
        });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(started))
            await process.DisposeAsync();
        Issuer.Dispose();
    }
}
