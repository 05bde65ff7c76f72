using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

/// <summary>Gives every endpoint its port for the run.</summary>
internal sealed class PortAllocator
{
    // Below the range from which the kernel takes ports for outgoing connections: between choosing one and the process listening on it, nobody gets it by chance.
    private const int First = 20_000;
    private const int End = 32_000;

    private readonly HashSet<int> taken = [];

    /// <exception cref="InvalidOperationException">An endpoint without a proxy names no port, which the real library refuses too.</exception>
    public void Allocate(IEnumerable<IResource> resources)
    {
        var endpoints = resources.SelectMany(r => r.Annotations.OfType<EndpointAnnotation>().Select(e => (Resource: r, Endpoint: e))).ToArray();
        foreach (var (resource, endpoint) in endpoints)
        {
            if (!endpoint.IsProxied && endpoint.Port is null && endpoint.TargetPort is null)
            {
                throw new InvalidOperationException(
                    $"Service '{resource.Name}' needs to specify a port for endpoint '{endpoint.Name}' since it isn't using a proxy.");
            }

            // The process listens on its target port, and nothing stands before it.
            if ((endpoint.TargetPort ?? endpoint.Port) is { } given)
            {
                endpoint.AllocatedPort = given;
                taken.Add(given);
            }
        }

        foreach (var (_, endpoint) in endpoints.Where(e => e.Endpoint.AllocatedPort is null))
        {
            endpoint.AllocatedPort = Next();
        }
    }

    /// <summary>A port of the loopback addresses that nothing uses.</summary>
    public int Next()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, End);
            if (taken.Add(port) && CanListen(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || CanListen(IPAddress.IPv6Loopback, port)))
            {
                return port;
            }
        }
    }

    private static bool CanListen(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return true;
        }
        catch (SocketException exception)
        {
            // A machine can know IPv6 and yet have no such address.
            return exception.SocketErrorCode == SocketError.AddressNotAvailable;
        }
    }
}
