using System.Net.Sockets;
using System.Text;
using FinFlow.GraphQL.AspNetCore;

namespace FinFlow.GraphQL.Tests;

/// <summary>A peer that is gone without a word is found by the socket's own pings. https://www.rfc-editor.org/rfc/rfc6455#section-5.5.2</summary>
public sealed class KeepAliveTests
{
    private static readonly WebSocketProtocolOptions Often = new() { KeepAliveInterval = TimeSpan.FromMilliseconds(100), InitTimeout = TimeSpan.FromMinutes(5) };

    [Fact]
    public async Task A_client_that_answers_no_ping_is_cut_off()
    {
        await using var server = await GraphQLServer.StartAsync(new GraphQLServerOptions { WebSockets = Often });
        using var client = new TcpClient();
        await client.ConnectAsync(server.Url.Host, server.Url.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET {server.Url.AbsolutePath} HTTP/1.1\r\nHost: {server.Url.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n"));
        var received = await ReadToEndAsync(stream);

        var answer = Encoding.Latin1.GetString(received);
        Assert.StartsWith("HTTP/1.1 101 ", answer, StringComparison.Ordinal);
        var frames = received[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

        // Nothing but pings: opcode 9 of a whole frame.
        Assert.Equal(0x89, frames[0]);
    }

    [Fact]
    public async Task A_client_that_reads_nothing_answers_none_and_its_streams_end()
    {
        await using var server = await GraphQLServer.StartAsync(new GraphQLServerOptions { WebSockets = Often });
        using var client = await TransportWsClient.ReadyAsync(server);
        await client.SubscribeAsync("a", "subscription { slow }");
        await Eventually.Holds(() => server.Executor.StreamsOpen == 1);
        await Eventually.Holds(() => server.Executor.StreamsOpen == 0);

        // The stream was not over: it was broken off.
        var failure = await Record.ExceptionAsync(async () =>
        {
            while (true)
            {
                Assert.DoesNotContain("complete", await client.NextAsync(), StringComparison.Ordinal);
            }
        });
        Assert.IsAssignableFrom<System.Net.WebSockets.WebSocketException>(failure);
    }

    [Fact]
    public async Task A_client_that_answers_stays_although_it_says_nothing()
    {
        await using var server = await GraphQLServer.StartAsync(new GraphQLServerOptions { WebSockets = Often });
        using var client = await TransportWsClient.ReadyAsync(server);
        await client.SubscribeAsync("a", "subscription { slow }");
        for (var i = 1; i <= 30; i++)
        {
            Assert.Equal("""{"id":"a","type":"next","payload":{"data":{"slow":""" + $"{i}}}}}}}", await client.NextAsync());
        }
    }

    /// <summary>Until the server ends the connection, in whatever way.</summary>
    private static async Task<byte[]> ReadToEndAsync(NetworkStream stream)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var all = new MemoryStream();
        var buffer = new byte[1024];
        try
        {
            while (await stream.ReadAsync(buffer, patience.Token) is var length and > 0)
            {
                all.Write(buffer, 0, length);
            }
        }
        catch (IOException)
        {
            // Reset.
        }

        return all.ToArray();
    }
}
