using FinFlow.GraphQL.AspNetCore;

namespace FinFlow.GraphQL.Tests;

/// <summary>https://graphql.github.io/graphql-over-http/draft/#sec-Appendix-Batching</summary>
public sealed class BatchingTests
{
    [Theory]
    [InlineData(
        """{"query":"{ echo }","variables":[{"a":1},{"a":2}]}""",
        "{\"variableIndex\":0,\"data\":{\"echo\":{\"a\":1}}}\n{\"variableIndex\":1,\"data\":{\"echo\":{\"a\":2}}}\n")]
    [InlineData(
        """[{"query":"{ echo }","variables":{"a":1}},{"query":"{ hello }"}]""",
        "{\"requestIndex\":0,\"data\":{\"echo\":{\"a\":1}}}\n{\"requestIndex\":1,\"data\":{\"hello\":\"world\"}}\n")]
    [InlineData(
        """[{"query":"{ echo }","variables":[{"a":1},{"a":2}]},{"query":"{ hello }"}]""",
        "{\"requestIndex\":0,\"variableIndex\":0,\"data\":{\"echo\":{\"a\":1}}}\n{\"requestIndex\":0,\"variableIndex\":1,\"data\":{\"echo\":{\"a\":2}}}\n{\"requestIndex\":1,\"data\":{\"hello\":\"world\"}}\n")]
    public async Task The_answer_is_one_line_per_execution_with_its_indices(string body, string lines)
    {
        await using var server = await GraphQLServer.StartAsync();

        using var response = await server.PostAsync(body, "application/json, application/jsonl;q=0.5");

        Assert.Equal("application/jsonl; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(lines, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_client_that_takes_no_lines_gets_a_list()
    {
        await using var server = await GraphQLServer.StartAsync();

        using var response = await server.PostAsync("""[{"query":"{ hello }"},{"query":"{ nope }"}]""", "application/json");

        Assert.Equal(
            """[{"requestIndex":0,"data":{"hello":"world"}},{"requestIndex":1,"errors":[{"message":"Cannot query field \"nope\" on type \"Query\"."}]}]""",
            await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("""[{"query":"{ hello }"},{"query":"{ hello }"},{"query":"{ hello }"}]""", "A batch must not have more than 2 requests.")]
    [InlineData("""[{"query":"{ hello }"},{"query":"{ hello }","variables":[{},{}]}]""", "A batch must not have more than 2 executions.")]
    public async Task A_batch_has_a_limit(string body, string message)
    {
        await using var server = await GraphQLServer.StartAsync(new GraphQLServerOptions { BatchSizeMax = 2 });

        using var response = await server.PostAsync(body);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal($"{{\"errors\":[{{\"message\":\"{message}\"}}]}}", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Subscriptions_cannot_be_batched()
    {
        await using var server = await GraphQLServer.StartAsync();

        using var response = await server.PostAsync("""[{"query":"subscription { count(to: 1) }"}]""");

        Assert.Equal("{\"requestIndex\":0,\"errors\":[{\"message\":\"Subscription is not allowed here.\"}]}\n", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Every_execution_of_a_refused_request_is_refused()
    {
        await using var server = await GraphQLServer.StartAsync(new GraphQLServerOptions { OnlyTrustedDocuments = true });

        using var response = await server.PostAsync("""{"query":"{ hello }","variables":[{},{}]}""");

        const string Error = "\"errors\":[{\"message\":\"Only trusted documents are executed; send a `documentId`.\",\"extensions\":{\"code\":\"TRUSTED_DOCUMENTS_ONLY\"}}]}";
        Assert.Equal($"{{\"variableIndex\":0,{Error}\n{{\"variableIndex\":1,{Error}\n", await response.Content.ReadAsStringAsync());
    }
}
