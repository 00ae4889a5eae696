using System.Net.WebSockets;
using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>graphql-transport-ws, as the graphql-ws client speaks it: the token goes into connection_init.</summary>
internal sealed class WebSocketSubscription : Subscription
{
    private readonly ClientWebSocket _socket = new();
    private Task _reading = Task.CompletedTask;

    public static async Task<WebSocketSubscription> StartAsync(Uri address, string accessToken, string query, object? variables = null)
    {
        var subscription = new WebSocketSubscription();
        subscription._socket.Options.AddSubProtocol("graphql-transport-ws");
        await subscription._socket.ConnectAsync(new Uri($"ws://{address.Authority}/graphql"), CancellationToken.None);
        await subscription.SendAsync(new { type = "connection_init", payload = new { authorization = $"Bearer {accessToken}" } });
        var acknowledgement = await subscription.ReceiveAsync();
        Assert.Equal("connection_ack", acknowledgement.GetProperty("type").GetString());
        await subscription.SendAsync(new { id = "1", type = "subscribe", payload = new { query, variables } });
        subscription._reading = subscription.ReadAsync();
        return subscription;
    }

    /// <summary>The code with which the server closed the connection.</summary>
    public async Task<int> UntilClosedAsync()
    {
        await Assert.ThrowsAsync<WebSocketException>(() => ReadToTheEndAsync().WaitAsync(TimeSpan.FromSeconds(10)));
        return (int)_socket.CloseStatus!.Value;
    }

    // An event after the session's end is answered by an error of the operation; the connection closes a moment later.
    private async Task ReadToTheEndAsync()
    {
        await _reading;
        while (true)
        {
            await ReceiveAsync();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        try
        {
            await _reading;
        }
        catch (Exception failure) when (failure is OperationCanceledException or WebSocketException)
        {
            // Ended by us, or by the server's end.
        }

        _socket.Dispose();
    }

    private async Task ReadAsync()
    {
        while (true)
        {
            var message = await ReceiveAsync();
            switch (message.GetProperty("type").GetString())
            {
                case "next": Publish(message.GetProperty("payload")); break;
                case "ping": await SendAsync(new { type = "pong" }); break;
                case "error" or "complete": Complete(); return;
            }
        }
    }

    private async Task SendAsync(object message)
        => await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, true, Ended.Token);

    private async Task<JsonElement> ReceiveAsync()
    {
        using var message = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory(), Ended.Token);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                throw new WebSocketException($"Closed with {_socket.CloseStatus}: {_socket.CloseStatusDescription}");
            }

            message.Write(buffer.AsSpan(0, received.Count));
            if (received.EndOfMessage)
            {
                return JsonDocument.Parse(message.ToArray()).RootElement;
            }
        }
    }
}
