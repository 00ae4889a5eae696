using FinFlow.GraphQL.AspNetCore;

namespace FinFlow.GraphQL.Tests;

/// <summary>https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverSSE.md</summary>
public sealed class ServerSentEventsTests
{
    [Theory]
    [InlineData("subscription { count(to: 2) }", "event: next\ndata: {\"data\":{\"count\":1}}\n\nevent: next\ndata: {\"data\":{\"count\":2}}\n\nevent: complete\ndata:\n\n")]
    [InlineData("{ hello }", "event: next\ndata: {\"data\":{\"hello\":\"world\"}}\n\nevent: complete\ndata:\n\n")]
    [InlineData("{ ", "event: next\ndata: {\"errors\":[{\"message\":\"Syntax Error: Expected Name, found <EOF>.\"}]}\n\nevent: complete\ndata:\n\n")]
    public async Task Results_and_request_errors_are_events(string query, string events)
    {
        await using var server = await GraphQLServer.StartAsync();

        using var posted = await server.PostAsync($"{{\"query\":\"{query}\"}}", "text/event-stream");
        using var got = await server.GetAsync($"query={query}", "text/event-stream");

        Assert.Equal((200, "text/event-stream; charset=utf-8"), ((int)posted.StatusCode, posted.Content.Headers.ContentType?.ToString()));
        Assert.Equal((events, events), (await posted.Content.ReadAsStringAsync(), await got.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Leaving_ends_the_stream_at_its_source()
    {
        await using var server = await GraphQLServer.StartAsync();
        using (var response = await server.PostAsync("""{"query":"subscription { slow }"}""", "text/event-stream"))
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            Assert.Equal("event: next", await reader.ReadLineAsync());
            Assert.Equal(1, server.Executor.StreamsOpen);
        }

        await Eventually.Holds(() => server.Executor.StreamsOpen == 0);
    }

    [Fact]
    public async Task Silence_is_filled_with_comments()
    {
        await using var server = await GraphQLServer.StartAsync(new GraphQLServerOptions { HeartbeatInterval = TimeSpan.FromMilliseconds(5) });

        using var response = await server.PostAsync("""{"query":"subscription { slow }"}""", "text/event-stream");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        Assert.Equal(":", await reader.ReadLineAsync());
    }

    [Fact]
    public async Task A_stream_that_fails_ends_with_a_masked_error()
    {
        await using var server = await GraphQLServer.StartAsync();

        using var response = await server.PostAsync("""{"query":"subscription failing { count(to: 9) }"}""", "text/event-stream");

        Assert.Equal(
            "event: next\ndata: {\"data\":{\"count\":1}}\n\n"
            + "event: next\ndata: {\"errors\":[{\"message\":\"Unexpected error.\",\"extensions\":{\"code\":\"INTERNAL_ERROR\"}}]}\n\nevent: complete\ndata:\n\n",
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Incremental_clients_get_parts()
    {
        await using var server = await GraphQLServer.StartAsync();

        using var response = await server.PostAsync("""{"query":"subscription { count(to: 1) }"}""", "multipart/mixed, application/json");

        Assert.Equal(
            "\r\n---\r\nContent-Type: application/json; charset=utf-8\r\n\r\n{\"data\":{\"count\":1}}\r\n-----\r\n", await response.Content.ReadAsStringAsync());
    }
}
