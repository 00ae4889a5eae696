using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A port of this machine behind which a server's answers are held as long as it is told to: the server is there, and says nothing.</summary>
internal sealed class HeldProxy : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly ConcurrentBag<TcpClient> connections = [];
    private readonly int port;
    private volatile TaskCompletionSource open = Opened();

    internal HeldProxy(int port)
    {
        this.port = port;
        listener.Start();
        _ = AcceptAsync();
    }

    internal int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    internal void Hold() => open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    internal void Release() => open.TrySetResult();

    public void Dispose()
    {
        ending.Cancel();
        Release();
        listener.Dispose();
        foreach (var connection in connections)
        {
            connection.Dispose();
        }

        ending.Dispose();
    }

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(ending.Token);
                var server = new TcpClient();
                connections.Add(client);
                connections.Add(server);
                await server.ConnectAsync(IPAddress.Loopback, port, ending.Token);
                _ = RelayAsync(client, server, () => Task.CompletedTask);
                _ = RelayAsync(server, client, () => open.Task);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }

    private static async Task RelayAsync(TcpClient from, TcpClient to, Func<Task> mayPass)
    {
        try
        {
            var buffer = new byte[64 * 1024];
            while (await from.GetStream().ReadAsync(buffer) is > 0 and var read)
            {
                await mayPass();
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // One of the two has gone, and takes the other with it.
        }
        finally
        {
            from.Dispose();
            to.Dispose();
        }
    }
}
