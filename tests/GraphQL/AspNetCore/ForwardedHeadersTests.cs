using System.Net.WebSockets;
using System.Text;
using FinFlow.GraphQL.AspNetCore;

namespace FinFlow.GraphQL.Tests;

/// <summary>The headers that executors see, over each transport.</summary>
public sealed class ForwardedHeadersTests
{
    private static readonly GraphQLServerOptions Options = new() { ForwardedHeaders = ["X-Tenant", "X-Absent", "Cookie"] };

    [Fact]
    public async Task Those_of_a_request_are_seen_with_all_their_lines()
    {
        await using var server = await GraphQLServer.StartAsync(Options);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{server.Url}?query={{hello}}");
        request.Headers.TryAddWithoutValidation("x-tenant", "north");
        request.Headers.TryAddWithoutValidation("X-Tenant", "south");
        request.Headers.TryAddWithoutValidation("Cookie", "a=1");
        request.Headers.TryAddWithoutValidation("X-Other", "1");
        using var response = await server.SendAsync(request, accept: null);

        Assert.Equal([("X-Tenant", "north, south"), ("Cookie", "a=1")], HeadersOf(server));
    }

    [Fact]
    public async Task Those_of_a_handshake_hold_for_every_operation_of_the_socket_but_cookies_for_none()
    {
        await using var server = await GraphQLServer.StartAsync(Options);
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("graphql-transport-ws");
        socket.Options.SetRequestHeader("X-Tenant", "north");
        socket.Options.SetRequestHeader("Cookie", "a=1");
        await socket.ConnectAsync(server.SocketUrl, CancellationToken.None);
        foreach (var message in new[] { """{"type":"connection_init"}""", """{"id":"1","type":"subscribe","payload":{"query":"{ hello }"}}""" })
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }

        await Eventually.Holds(() => server.Executor.Seen.Count == 1);
        Assert.Equal([("X-Tenant", "north")], HeadersOf(server));
    }

    private static IEnumerable<(string, string)> HeadersOf(GraphQLServer server)
        => Assert.Single(server.Executor.Seen).Headers!.Select(header => (header.Key, header.Value));
}
