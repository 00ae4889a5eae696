using System.Net;
using System.Net.Sockets;

namespace FinFlow.Subgraphs.Tests;

/// <summary>Ports of this machine that nobody listens on, each handed out once.</summary>
/// <remarks>
/// They lie below those that Linux gives to outgoing connections (32768 and up, ip_local_port_range): one of those would be free
/// here and taken a moment later, when the program that should listen on it starts or is started again. A test process has a
/// block of its own, chosen by its id, and the upper half of a block is for second instances, a thousand ports higher.
/// </remarks>
internal static class Loopback
{
    private const int First = 20_000;
    private const int Blocks = 6;
    private const int PortsOfABlock = 2_000;
    private const int ToSecondInstance = 1_000;

    private static int handedOut = Environment.ProcessId;

    internal static int FreePort()
    {
        for (var attempt = 0; attempt < ToSecondInstance; attempt++)
        {
            var port = First + (Environment.ProcessId % Blocks * PortsOfABlock) + (Interlocked.Increment(ref handedOut) % ToSecondInstance);
            if (IsFree(port) && IsFree(port + ToSecondInstance))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"No port from {First} on is free.");
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
