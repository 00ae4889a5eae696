using System.Net;
using System.Net.Sockets;

namespace FinFlow.Subgraphs.Tests;

internal static class Loopback
{
    /// <summary>A port of this machine that nobody listens on now.</summary>
    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
