using System.Net;
using System.Net.Sockets;
using AppHost.Installation;

namespace LocalHosting.Tests;

public sealed class FreePortsTests
{
    [Fact]
    public void TryClaim_PortThatAnotherInstallationHasChosen_IsRefusedUntilThatEnds()
    {
        using var second = new FreePorts();
        int port;
        using (var first = new FreePorts())
        {
            port = first.Take();

            // Nothing listens there yet: the other one is still starting.
            Assert.False(second.TryClaim(port));
        }

        Assert.True(second.TryClaim(port));
    }

    [Fact]
    public void TryClaim_PortThatSomethingListensOn_IsRefused()
    {
        using var ports = new FreePorts();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        Assert.False(ports.TryClaim(((IPEndPoint)listener.LocalEndpoint).Port));
    }
}
