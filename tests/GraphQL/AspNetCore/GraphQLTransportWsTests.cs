using FinFlow.GraphQL.AspNetCore;

namespace FinFlow.GraphQL.Tests;

/// <summary>https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md</summary>
public sealed class GraphQLTransportWsTests
{
    [Fact]
    public async Task A_subscription_gives_its_values_and_completes()
    {
        await using var server = await GraphQLServer.StartAsync();
        using var client = await TransportWsClient.ReadyAsync(server);

        await client.SubscribeAsync("a", "subscription { count(to: 2) }");

        Assert.Equal("""{"id":"a","type":"next","payload":{"data":{"count":1}}}""", await client.NextAsync());
        Assert.Equal("""{"id":"a","type":"next","payload":{"data":{"count":2}}}""", await client.NextAsync());
        Assert.Equal("""{"id":"a","type":"complete"}""", await client.NextAsync());
        await Eventually.Holds(() => server.Executor.StreamsOpen == 0);
    }

    [Fact]
    public async Task A_stream_that_fails_ends_with_error_and_not_with_complete()
    {
        await using var server = await GraphQLServer.StartAsync();
        using var client = await TransportWsClient.ReadyAsync(server);

        await client.SubscribeAsync("a", "subscription failing { count(to: 9) }");

        Assert.Equal("""{"id":"a","type":"next","payload":{"data":{"count":1}}}""", await client.NextAsync());
        Assert.Equal("""{"id":"a","type":"error","payload":[{"message":"Unexpected error.","extensions":{"code":"INTERNAL_ERROR"}}]}""", await client.NextAsync());

        // Nothing follows, and the connection still answers.
        await client.SendAsync("""{"type":"ping"}""");
        Assert.Equal("""{"type":"pong"}""", await client.NextAsync());
    }

    [Theory]
    [InlineData("mutation { hello }", """{"id":"1","type":"next","payload":{"data":{"hello":"world"}}}""", """{"id":"1","type":"complete"}""")]
    [InlineData("{ partial }", """{"id":"1","type":"next","payload":{"errors":[{"message":"half"}],"data":{"partial":null}}}""", """{"id":"1","type":"complete"}""")]
    [InlineData("{ nope }", """{"id":"1","type":"error","payload":[{"message":"Cannot query field \"nope\" on type \"Query\"."}]}""", """{"type":"pong"}""")]
    [InlineData("{ bug }", """{"id":"1","type":"error","payload":[{"message":"Unexpected error.","extensions":{"code":"INTERNAL_ERROR"}}]}""", """{"type":"pong"}""")]
    public async Task Single_results_and_refusals_end_their_operation_only(string query, string first, string second)
    {
        await using var server = await GraphQLServer.StartAsync();
        using var client = await TransportWsClient.ReadyAsync(server);

        await client.SubscribeAsync("1", query);

        Assert.Equal(first, await client.NextAsync());
        if (second.Contains("pong", StringComparison.Ordinal))
        {
            // Nothing may follow a refusal, and the connection must still answer.
            await client.SendAsync("""{"type":"ping"}""");
        }

        Assert.Equal(second, await client.NextAsync());
    }

    [Theory]
    [InlineData("{nonsense", "closed 4400 Message is not valid JSON")]
    [InlineData("7", "closed 4400 Message is not an object")]
    [InlineData("""{"type":"nonsense"}""", "closed 4400 Unknown message type")]
    [InlineData("""{"type":"subscribe","payload":{"query":"{ hello }"}}""", "closed 4400 `subscribe` needs `id` and `payload`")]
    [InlineData("""{"type":"subscribe","id":"1"}""", "closed 4400 `subscribe` needs `id` and `payload`")]
    [InlineData("""{"type":"subscribe","id":7,"payload":{"query":"{ hello }"}}""", "closed 4400 `id` must be a string that is not empty")]
    [InlineData("""{"type":"subscribe","id":"1","payload":{}}""", "closed 4400 The request has no `query`.")]
    [InlineData("""{"type":"subscribe","id":"1","payload":{"query":7}}""", "closed 4400 `query` must be a string.")]
    [InlineData("""{"type":"ping","payload":7}""", "closed 4400 `payload` must be an object")]
    [InlineData("""{"type":"connection_init"}""", "closed 4429 Too many initialisation requests")]
    public async Task What_the_protocol_does_not_know_closes_the_socket(string message, string closed)
    {
        await using var server = await GraphQLServer.StartAsync();
        using var client = await TransportWsClient.ReadyAsync(server);

        await client.SendAsync(message);

        Assert.Equal(closed, await client.NextAsync());
    }

    [Fact]
    public async Task Subscribing_before_the_acknowledgement_is_4401()
    {
        await using var server = await GraphQLServer.StartAsync();
        using var client = await TransportWsClient.ConnectAsync(server);

        await client.SubscribeAsync("1", "{ hello }");

        Assert.Equal("closed 4401 Unauthorized", await client.NextAsync());
    }

    [Fact]
    public async Task An_id_in_use_is_4409_and_ends_the_operation()
    {
        await using var server = await GraphQLServer.StartAsync();
        using var client = await TransportWsClient.ReadyAsync(server);

        await client.SubscribeAsync("d", "subscription { slow }");
        Assert.Equal("""{"id":"d","type":"next","payload":{"data":{"slow":1}}}""", await client.NextAsync());
        await client.SubscribeAsync("d", "subscription { slow }");

        Assert.Equal("closed 4409 Subscriber for d already exists", await client.NextAsync());
        await Eventually.Holds(() => server.Executor.StreamsOpen == 0);
    }

    [Fact]
    public async Task Silence_after_the_handshake_is_4408()
    {
        await using var server = await StartAsync(new WebSocketProtocolOptions { InitTimeout = TimeSpan.FromMilliseconds(50) });
        using var client = await TransportWsClient.ConnectAsync(server);

        Assert.Equal("closed 4408 Connection initialisation timeout", await client.NextAsync());
    }

    [Fact]
    public async Task Another_subprotocol_is_4406()
    {
        await using var server = await GraphQLServer.StartAsync();
        using var client = await TransportWsClient.ConnectAsync(server, subprotocol: null);

        Assert.Equal("closed 4406 Subprotocol not acceptable", await client.NextAsync());
    }

    [Fact]
    public async Task The_token_of_connection_init_is_asked_about_and_handed_to_every_operation()
    {
        await using var server = await StartAsync(new WebSocketProtocolOptions { Authenticate = (token, _) => new(token == "Bearer good") });
        using var stranger = await TransportWsClient.ConnectAsync(server);
        await stranger.SendAsync("""{"type":"connection_init","payload":{"authorization":"Bearer bad"}}""");
        Assert.Equal("closed 4403 Forbidden", await stranger.NextAsync());

        using var client = await TransportWsClient.ReadyAsync(server, """{"type":"connection_init","payload":{"x":[1],"authorization":"Bearer good"}}""");
        await client.SubscribeAsync("1", "{ hello }");
        await client.NextAsync();

        Assert.Equal("Bearer good", Assert.Single(server.Executor.Seen).Authorization);
    }

    [Fact]
    public async Task A_token_that_is_revoked_later_ends_the_connection()
    {
        var good = true;
        await using var server = await StartAsync(new WebSocketProtocolOptions
        {
            Authenticate = (_, _) => new(Volatile.Read(ref good)),
            AuthenticateInterval = TimeSpan.FromMilliseconds(20),
        });
        using var client = await TransportWsClient.ReadyAsync(server);

        Volatile.Write(ref good, false);

        Assert.Equal("closed 4403 Forbidden", await client.NextAsync());
    }

    [Fact]
    public async Task A_failing_authentication_is_4500_without_a_word_about_why()
    {
        await using var server = await StartAsync(new WebSocketProtocolOptions { Authenticate = (_, _) => throw new InvalidOperationException("secret") });
        using var client = await TransportWsClient.ConnectAsync(server);

        await client.SendAsync("""{"type":"connection_init"}""");

        Assert.Equal("closed 4500 Internal server error", await client.NextAsync());
    }

    [Fact]
    public async Task Completing_ends_the_stream_and_frees_the_id()
    {
        await using var server = await GraphQLServer.StartAsync();
        using var client = await TransportWsClient.ReadyAsync(server);
        await client.SubscribeAsync("a", "subscription { slow }");
        Assert.Equal("""{"id":"a","type":"next","payload":{"data":{"slow":1}}}""", await client.NextAsync());

        await client.SendAsync("""{"id":"a","type":"complete"}""");
        await client.SendAsync("""{"id":"unknown","type":"complete"}""");
        await Eventually.Holds(() => server.Executor.StreamsOpen == 0);
        await client.SubscribeAsync("a", "{ hello }");

        var next = await client.NextAsync();
        while (next.Contains("slow", StringComparison.Ordinal))
        {
            next = await client.NextAsync();
        }

        Assert.Equal("""{"id":"a","type":"next","payload":{"data":{"hello":"world"}}}""", next);
    }

    [Fact]
    public async Task Operations_of_one_connection_are_bounded()
    {
        await using var server = await StartAsync(new WebSocketProtocolOptions { OperationsMax = 1 });
        using var client = await TransportWsClient.ReadyAsync(server);
        await client.SubscribeAsync("a", "subscription { slow }");
        await client.NextAsync();

        await client.SubscribeAsync("b", "subscription { slow }");

        var next = await client.NextAsync();
        while (next.Contains("slow", StringComparison.Ordinal))
        {
            next = await client.NextAsync();
        }

        Assert.Equal(
            """{"id":"b","type":"error","payload":[{"message":"A connection has at most 1 operations at once.","extensions":{"code":"TOO_MANY_OPERATIONS"}}]}""", next);
    }

    [Fact]
    public async Task A_message_beyond_the_limit_is_1009()
    {
        await using var server = await StartAsync(new WebSocketProtocolOptions { MessageBytesMax = 4000 });
        using var client = await TransportWsClient.ReadyAsync(server);

        await client.SendAsync($"{{\"type\":\"ping\",\"payload\":{{\"x\":\"{new string('x', 10_000)}\"}}}}");

        Assert.Equal("closed 1009 Messages must not exceed 4000 bytes", await client.NextAsync());
    }

    [Fact]
    public async Task A_ping_is_answered_with_its_payload()
    {
        await using var server = await GraphQLServer.StartAsync();
        using var client = await TransportWsClient.ReadyAsync(server);

        await client.SendAsync("""{"type":"pong"}""");
        await client.SendAsync("""{"payload":{"at":1},"type":"ping"}""");

        Assert.Equal("""{"type":"pong","payload":{"at":1}}""", await client.NextAsync());
    }

    [Fact]
    public async Task A_client_that_vanishes_ends_its_streams()
    {
        await using var server = await GraphQLServer.StartAsync();
        using (var client = await TransportWsClient.ReadyAsync(server))
        {
            await client.SubscribeAsync("a", "subscription { slow }");
            await client.NextAsync();
        }

        await Eventually.Holds(() => server.Executor.StreamsOpen == 0);
    }

    [Fact]
    public async Task A_client_that_takes_nothing_loses_its_socket_and_its_streams()
    {
        await using var server = await StartAsync(new WebSocketProtocolOptions { SendTimeout = TimeSpan.FromMilliseconds(200) });
        using var client = await TransportWsClient.ReadyAsync(server);

        await client.SubscribeAsync("a", "subscription { count(to: 100000000) }");
        await Eventually.Holds(() => server.Executor.StreamsOpen == 1);

        await Eventually.Holds(() => server.Executor.StreamsOpen == 0);
    }

    [Fact]
    public async Task Many_operations_share_a_socket()
    {
        await using var server = await GraphQLServer.StartAsync();
        using var client = await TransportWsClient.ReadyAsync(server);

        for (var i = 0; i < 50; i++)
        {
            await client.SubscribeAsync($"{i}", "subscription { count(to: 20) }");
        }

        var completed = new HashSet<string>(StringComparer.Ordinal);
        while (completed.Count < 50)
        {
            var message = await client.NextAsync();
            if (message.Contains("complete", StringComparison.Ordinal))
            {
                Assert.True(completed.Add(message));
            }
        }

        await Eventually.Holds(() => server.Executor.StreamsOpen == 0);
    }

    [Fact]
    public async Task A_server_that_stops_says_so()
    {
        await using var server = await GraphQLServer.StartAsync();
        using var client = await TransportWsClient.ReadyAsync(server);

        var stopping = server.StopAsync();

        Assert.Equal("closed 1001 Server is shutting down", await client.NextAsync());
        client.Dispose();
        await stopping;
    }

    private static Task<GraphQLServer> StartAsync(WebSocketProtocolOptions sockets) => GraphQLServer.StartAsync(new GraphQLServerOptions { WebSockets = sockets });
}
