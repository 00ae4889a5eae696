using System.Net.WebSockets;
using System.Text;

namespace FinFlow.GraphQL.Tests;

/// <summary>A graphql-transport-ws client that sends what it is told, well-formed or not.</summary>
internal sealed class TransportWsClient(ClientWebSocket socket) : IDisposable
{
    public static async Task<TransportWsClient> ConnectAsync(GraphQLServer server, string? subprotocol = GraphQLTransportWsSubprotocol)
    {
        var socket = new ClientWebSocket();
        if (subprotocol is not null)
        {
            socket.Options.AddSubProtocol(subprotocol);
        }

        await socket.ConnectAsync(server.SocketUrl, CancellationToken.None);
        return new TransportWsClient(socket);
    }

    /// <summary>Connects and is acknowledged.</summary>
    public static async Task<TransportWsClient> ReadyAsync(GraphQLServer server, string init = """{"type":"connection_init"}""")
    {
        var client = await ConnectAsync(server);
        await client.SendAsync(init);
        Assert.Equal("""{"type":"connection_ack"}""", await client.NextAsync());
        return client;
    }

    public Task SendAsync(string message)
        => socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    public Task SubscribeAsync(string id, string query)
        => SendAsync($"{{\"id\":\"{id}\",\"type\":\"subscribe\",\"payload\":{{\"query\":\"{query}\"}}}}");

    /// <summary>The next message, or `closed` with code and reason.</summary>
    public async Task<string> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        var buffer = new byte[64 * 1024];
        var length = 0;
        WebSocketReceiveResult received;
        do
        {
            received = await socket.ReceiveAsync(new ArraySegment<byte>(buffer, length, buffer.Length - length), patience.Token);
            length += received.Count;
        }
        while (!received.EndOfMessage);
        return received.MessageType == WebSocketMessageType.Close
            ? $"closed {(int?)received.CloseStatus} {received.CloseStatusDescription}"
            : Encoding.UTF8.GetString(buffer, 0, length);
    }

    public void Dispose() => socket.Dispose();

    private const string GraphQLTransportWsSubprotocol = "graphql-transport-ws";
}
