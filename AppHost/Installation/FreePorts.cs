using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace AppHost.Installation;

/// <summary>
/// Chooses free ports below the range from which the kernel takes the ports of outgoing connections. An installation takes its ports from a block of its own,
/// so that two that choose at the same moment hardly ever choose the same.
/// </summary>
internal sealed class FreePorts
{
    private const int First = 20_000;
    private const int BlockSize = 20;
    private const int Blocks = 600;

    private int _next = First + BlockSize * RandomNumberGenerator.GetInt32(Blocks);

    public int Take()
    {
        while (!IsFree(_next))
            Advance();
        var port = _next;
        Advance();
        return port;
    }

    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Advance() => _next = First + (_next + 1 - First) % (Blocks * BlockSize);
}
