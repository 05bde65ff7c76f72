using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace AppHost.Installation;

/// <summary>
/// Chooses free ports below the range from which the kernel takes the ports of outgoing connections. Between choosing a port and listening on it lies the start
/// of everything else; until then other installations of this machine see by a claim that it is given away.
/// </summary>
internal sealed class FreePorts : IDisposable
{
    private const int First = 20_000;
    private const int BlockSize = 20;
    private const int Blocks = 600;

    private readonly List<Socket> _claims = [];

    // Two that choose at the same moment begin at blocks of their own and hardly ever meet.
    private int _next = First + BlockSize * RandomNumberGenerator.GetInt32(Blocks);

    public int Take()
    {
        while (!TryClaim(_next))
            Advance();
        var port = _next;
        Advance();
        return port;
    }

    /// <summary>False if something listens on the port or another installation has claimed it. A claim ends with this process.</summary>
    public bool TryClaim(int port)
    {
        // A name in Linux' abstract namespace: one process at a time has it, and none needs permission or leaves a file behind.
        var claim = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            claim.Bind(new UnixDomainSocketEndPoint(string.Create(CultureInfo.InvariantCulture, $"\0channel-platform-port-{port}")));
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        }
        catch (SocketException)
        {
            claim.Dispose();
            return false;
        }

        _claims.Add(claim);
        return true;
    }

    public void Dispose() => _claims.ForEach(claim => claim.Dispose());

    private void Advance() => _next = First + (_next + 1 - First) % (Blocks * BlockSize);
}
