using System.Net;
using FinFlow.GraphQL.AspNetCore;

namespace FinFlow.GraphQL.Tests;

public sealed class GraphQLOverHttpTests
{
    private const string GraphQLResponse = "application/graphql-response+json";

    [Theory]
    [InlineData("application/json", null, 200, "application/json; charset=utf-8")]
    [InlineData("application/json; charset=utf-8", "*/*", 200, "application/json; charset=utf-8")]
    [InlineData("application/json; charset=\"UTF-8\"", "application/graphql-response+json, application/json;q=0.9", 200, "application/graphql-response+json; charset=utf-8")]
    [InlineData("application/json", "application/graphql-response+json;q=0.1, application/json", 200, "application/json; charset=utf-8")]
    [InlineData("application/json", "text/html", 406, "application/json; charset=utf-8")]
    [InlineData("application/json", "application/json;q=0, */*;q=0.1", 200, "application/graphql-response+json; charset=utf-8")]
    [InlineData("application/json", "text/event-stream;q=0.1, application/*", 200, "application/json; charset=utf-8")]
    [InlineData("application/json", "multipart/mixed;deferSpec=20220824, application/graphql-response+json", 200, "application/graphql-response+json; charset=utf-8")]
    [InlineData("application/json", "application/jsonl", 200, "application/jsonl; charset=utf-8")]
    [InlineData("application/json", "multipart/mixed", 200, "multipart/mixed; boundary=\"-\"")]
    [InlineData("text/plain", null, 415, "application/json; charset=utf-8")]
    [InlineData("application/x-www-form-urlencoded", null, 415, "application/json; charset=utf-8")]
    [InlineData("application/json; charset=latin1", null, 415, "application/json; charset=utf-8")]
    public async Task Media_types_are_negotiated(string contentType, string? accept, int status, string answered)
    {
        await using var server = await GraphQLServer.StartAsync();

        using var response = await server.PostAsync("""{"query":"{ hello }"}""", accept, contentType);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(answered, response.Content.Headers.ContentType?.ToString());
    }

    [Theory]
    [InlineData("{ ", 400, 200)]
    [InlineData("{ nope }", 400, 200)]
    [InlineData("query CoerceFailure($id: ID!) { __typename }", 400, 200)]
    [InlineData("{ bug }", 500, 500)]
    [InlineData("{ partial }", 294, 200)]
    [InlineData("mutation { hello }", 200, 200)]
    [InlineData("subscription { count(to: 1) }", 406, 406)]
    public async Task The_status_says_what_happened_to_clients_that_understand_it(string query, int status, int legacyStatus)
    {
        await using var server = await GraphQLServer.StartAsync();

        using var response = await server.PostAsync($"{{\"query\":\"{query}\"}}", GraphQLResponse);
        using var legacy = await server.PostAsync($"{{\"query\":\"{query}\"}}", "application/json");

        Assert.Equal((status, legacyStatus), ((int)response.StatusCode, (int)legacy.StatusCode));
    }

    [Fact]
    public async Task Our_own_faults_are_masked()
    {
        await using var server = await GraphQLServer.StartAsync();

        using var response = await server.PostAsync("""{"query":"{ bug }"}""");

        Assert.Equal("""{"errors":[{"message":"Unexpected error.","extensions":{"code":"INTERNAL_ERROR"}}]}""", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("", "The body is not valid JSON.")]
    [InlineData("{ \"not a JSON", "The body is not valid JSON.")]
    [InlineData("{\"query\":\"{ hello }\"} x", "The body is not valid JSON.")]
    [InlineData("7", "The body must be a JSON object, or a list of JSON objects.")]
    [InlineData("[]", "The list of requests is empty.")]
    [InlineData("[7]", "A list of requests must consist of JSON objects.")]
    [InlineData("{}", "The request has no `query`.")]
    [InlineData("{\"query\":\"\\ud800\"}", "The body is not valid UTF-8.")]
    [InlineData("{\"query\":7}", "`query` must be a string.")]
    [InlineData("{\"query\":\"{a}\",\"operationName\":[]}", "`operationName` must be a string.")]
    [InlineData("{\"query\":\"{a}\",\"extensions\":7}", "`extensions` must be a map.")]
    [InlineData("{\"query\":\"{a}\",\"variables\":[7]}", "`variables` must be a map, or a list of maps that is not empty.")]
    [InlineData("{\"query\":\"{a}\",\"variables\":[]}", "`variables` must be a map, or a list of maps that is not empty.")]
    [InlineData("{\"query\":\"{a}\",\"variables\":\"x\"}", "`variables` must be a map, or a list of maps that is not empty.")]
    public async Task What_is_not_a_request_is_refused_with_a_reason(string body, string message)
    {
        await using var server = await GraphQLServer.StartAsync();

        using var response = await server.PostAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal($"{{\"errors\":[{{\"message\":\"{message}\"}}]}}", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_executor_gets_the_slices_of_the_body()
    {
        await using var server = await GraphQLServer.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, server.Url)
        {
            Content = new StringContent(
                """{"unknown":{"a":[1]},"variables":{"x" : "\u00e9\n"},"query":"query A {\n  echo(emoji: \"🏃\")\n}","operationName":"A","extensions":{"e":1}}""",
                null, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer token");
        request.Headers.TryAddWithoutValidation("X-Request-Id", "req-1");
        request.Headers.TryAddWithoutValidation("GraphQL-Cost", "report");

        using var response = await server.SendAsync(request, null);

        Assert.Equal("""{"data":{"echo":{"x" : "\u00e9\n"}}}""", await response.Content.ReadAsStringAsync());
        Assert.Equal("req-1", response.Headers.GetValues("X-Request-Id").Single());
        var seen = Assert.Single(server.Executor.Seen);
        Assert.Equal("query A {\n  echo(emoji: \"🏃\")\n}", System.Text.Encoding.UTF8.GetString(seen.Document.Span));
        Assert.Equal(("A", "Bearer token", "req-1", "report"), (seen.OperationName, seen.Authorization, seen.RequestId, seen.Headers?["graphql-cost"]));
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_413()
    {
        await using var server = await GraphQLServer.StartAsync(new GraphQLServerOptions { RequestBytesMax = 100 });

        using var response = await server.PostAsync($"{{\"query\":\"{{ hello }}\",\"x\":\"{new string('x', 200)}\"}}");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task A_large_body_arrives_whole()
    {
        await using var server = await GraphQLServer.StartAsync();
        var text = new string('x', 1_000_000);

        using var response = await server.PostAsync($"{{\"query\":\"{{ echo }}\",\"variables\":{{\"text\":\"{text}\"}}}}");

        Assert.Equal($"{{\"data\":{{\"echo\":{{\"text\":\"{text}\"}}}}}}", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("query={hello}", 200, "{\"data\":{\"hello\":\"world\"}}")]
    [InlineData("query={echo}&variables={\"a\":1}&operationName=&extensions=", 200, "{\"data\":{\"echo\":{\"a\":1}}}")]
    [InlineData("query={echo}&variables=[1]", 400, "{\"errors\":[{\"message\":\"`variables` must be a map in JSON.\"}]}")]
    [InlineData("operationName=a", 400, "{\"errors\":[{\"message\":\"The request has no `query`.\"}]}")]
    [InlineData("query=mutation{hello}", 405, "{\"errors\":[{\"message\":\"Mutation is not allowed here.\"}]}")]
    public async Task Get_executes_queries_only(string query, int status, string body)
    {
        await using var server = await GraphQLServer.StartAsync();

        using var response = await server.GetAsync(query, "application/json");

        Assert.Equal((status, body), ((int)response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.Equal(status == 405 ? "POST" : "", string.Join(", ", response.Content.Headers.Allow));
    }

    [Fact]
    public async Task Other_methods_are_405_with_what_is_allowed()
    {
        await using var server = await GraphQLServer.StartAsync();

        using var response = await server.SendAsync(new HttpRequestMessage(HttpMethod.Put, server.Url), null);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "POST"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task A_token_that_is_not_good_is_401()
    {
        await using var server = await GraphQLServer.StartAsync();
        server.Client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer expired");

        using var response = await server.PostAsync("""{"query":"{ hello }"}""", "application/json");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task A_request_id_that_could_forge_log_lines_is_replaced()
    {
        await using var server = await GraphQLServer.StartAsync();
        server.Client.DefaultRequestHeaders.TryAddWithoutValidation("X-Request-Id", "a b\"c");

        using var response = await server.PostAsync("""{"query":"{ hello }"}""");

        Assert.NotEqual("a b\"c", response.Headers.GetValues("X-Request-Id").Single());
    }
}
