using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Types;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FinFlow.Gateway.Tests;

/// <summary>
/// What only HTTP has: how requests travel, addresses, and what networks do to answers. What answers are is in the other classes of this
/// folder, whose tests run over both transports.
/// </summary>
public sealed class TransportTests : IAsyncLifetime
{
    private readonly Shop _shop = new();
    private readonly HttpMessageInvoker _http = HttpSourceClient.CreateInvoker();
    private readonly List<(string Path, string Body, string? Accept)> _received = [];
    private readonly TaskCompletionSource _isReceived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SourceServer _server = null!;
    private Func<HttpContext, Task<bool>> _instead = _ => Task.FromResult(false);

    public async Task InitializeAsync() => _server = await SourceServer.StartAsync(_shop.Sources, app => app.Use(async (context, next) =>
    {
        context.Request.EnableBuffering();
        var body = await new StreamReader(context.Request.Body).ReadToEndAsync();
        context.Request.Body.Position = 0;
        lock (_received)
        {
            _received.Add((context.Request.Path, body, context.Request.Headers.Accept));
        }

        if (!await _instead(context))
        {
            await next();
        }
    }));

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    private FusionExecutor OverHttp(ResilienceOptions? options = null, params Uri[] first) => new(_shop.Composed, _shop.Sources.ToDictionary(
        source => source.Name,
        ISourceClient (source) => new ResilientSourceClient(new HttpSourceClient(_http, [.. first, _server.AddressOf(source)]), options)));

    [Fact]
    public async Task Keys_travel_as_a_list_of_variables_in_one_request()
    {
        await Shop.AskAsync(OverHttp(), "{ products { rating } }");
        Assert.Equal(["/products", "/reviews"], _received.Select(request => request.Path));
        Assert.Equal(
            """{"query":"query($k1: String!){reviewLookups{product(upc: $k1){rating}}}","variables":[{"k1":"p1"},{"k1":"p2"},{"k1":"p3"}]}""",
            _received[1].Body);
    }

    [Fact]
    public async Task Several_operations_travel_as_a_list_of_requests()
    {
        await Shop.AskAsync(OverHttp(), "{ me { reviews { body } } products(first: 2) { rating } }");
        Assert.Equal(
            """[{"query":"query($k1: String!){reviewLookups{product(upc: $k1){rating}}}","variables":[{"k1":"p1"},{"k1":"p2"}]},{"query":"query($k1: ID!){reviewLookups{user(id: $k1){reviews{body}}}}","variables":{"k1":"usr_1"}}]""",
            _received.Single(request => request.Path == "/reviews").Body);
    }

    [Fact]
    public async Task Where_one_address_is_dead_the_next_is_asked_and_even_a_mutation_is_sent_once()
    {
        var dead = new Uri("http://127.0.0.1:1/graphql");
        Assert.Equal(
            """{"data":{"rename":{"name":"Bo"}}}""",
            await Shop.AskAsync(OverHttp(null, dead), """mutation { rename(id: "usr_1", name: "Bo") { name } }"""));
        Assert.Single(_received);
    }

    [Fact]
    public async Task A_query_is_tried_again_but_a_mutation_never()
    {
        var failures = 1;
        _instead = context => Fail(context, ref failures);
        Assert.Equal("""{"data":{"me":{"name":"Ada"}}}""", await Shop.AskAsync(OverHttp(), "{ me { name } }"));
        Assert.Equal(2, _received.Count);
        failures = 1;
        Assert.Contains("SOURCE_UNAVAILABLE", await Shop.AskAsync(OverHttp(), """mutation { rename(id: "usr_1", name: "Bo") { name } }"""), StringComparison.Ordinal);
        Assert.Equal(3, _received.Count);
    }

    [Theory]
    [InlineData("{ products { rating } }", "variableIndex")]
    [InlineData("{ me { reviews { body } } products(first: 2) { rating } }", "requestIndex")]
    public async Task Lists_are_asked_for_as_lines_and_lines_are_understood_in_any_order(string document, string index)
    {
        var (expected, lines) = (await Shop.AskAsync(OverHttp(), document), Array.Empty<string>());
        _instead = async context =>
        {
            if (context.Request.Path != "/reviews" || context.Request.Headers["X-Again"] == "1")
            {
                return false;
            }

            using var again = new HttpRequestMessage(HttpMethod.Post, _server.AddressOf(_shop.Reviews)) { Content = new StreamContent(context.Request.Body) };
            again.Content.Headers.ContentType = new("application/json");
            again.Headers.Add("Accept", context.Request.Headers.Accept.ToString());
            again.Headers.Add("X-Again", "1");
            using var answer = await _http.SendAsync(again, CancellationToken.None);
            Assert.Equal("application/jsonl", answer.Content.Headers.ContentType?.MediaType);
            lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            await context.Response.WriteAsync(string.Join('\n', lines.Reverse()) + "\n");
            return true;
        };

        Assert.Equal(expected, await Shop.AskAsync(OverHttp(), document));

        Assert.True(lines.Length > 1);
        Assert.All(lines, line => Assert.Contains($"\"{index}\":", line, StringComparison.Ordinal));
        Assert.All(_received.Where(request => request.Path == "/reviews"), request => Assert.Contains("application/jsonl", request.Accept, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_answered_as_plain_json_is_understood_by_its_order()
    {
        _instead = async context =>
        {
            if (context.Request.Path != "/reviews")
            {
                return false;
            }

            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(
                """ [ {"data":{"reviewLookups":{"product":{"rating":1}}}}, {"data":{"reviewLookups":{"product":null}},"errors":[{"message":"gone","path":["reviewLookups","product"]}]} ] """);
            return true;
        };
        Assert.Equal(
            """{"data":null,"errors":[{"message":"gone","path":["products",1,"rating"],"extensions":{"service":"reviews"}}]}""",
            await Shop.AskAsync(OverHttp(), "{ products(first: 2) { rating } }"));
    }

    [Fact]
    public async Task Values_reach_the_client_in_the_very_bytes_of_the_source()
    {
        _instead = async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{ "data" : { "products" : [ { "upc":"\u0041\/\ud83d\ude00", "price" : 1.50E+2 , "weight":-0 } ] } }""");
            return true;
        };
        Assert.Equal(
            """{"data":{"products":[{"weight":-0,"upc":"\u0041\/\ud83d\ude00","price":1.50E+2}]}}""", await Shop.AskAsync(OverHttp(), "{ products { weight upc price } }"));
    }

    [Theory]
    [InlineData("text/html", "<html>")]
    [InlineData("application/json", "{\"data\":{\"me\":{\"name\":")]
    [InlineData("application/json", "[]")]
    [InlineData("application/json", "42")]
    public async Task An_answer_that_is_not_GraphQL_is_an_error_and_tells_nothing_of_itself(string type, string body)
    {
        _instead = async context =>
        {
            context.Response.ContentType = type;
            await context.Response.WriteAsync(body);
            return true;
        };
        var answer = await Shop.AskAsync(OverHttp(new ResilienceOptions { RetriesMax = 0 }), "{ me { name } }");
        Assert.StartsWith("""{"data":{"me":null},"errors":[{"message":"The service accounts """, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_is_too_slow_is_left_and_the_rest_is_answered()
    {
        _instead = async context =>
        {
            if (context.Request.Path == "/inventory")
            {
                await Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                return true;
            }

            return false;
        };
        var options = new ResilienceOptions { AttemptTimeout = TimeSpan.FromMilliseconds(200), RetriesMax = 0 };
        Assert.Equal(
            """{"data":{"products":[{"name":"Hammer","shipping":null}]},"errors":[{"message":"The service inventory is not available.","path":["products",0,"shipping"],"extensions":{"code":"SOURCE_UNAVAILABLE","service":"inventory"}}]}""",
            await Shop.AskAsync(OverHttp(options), "{ products(first: 1) { name shipping } }"));
    }

    [Fact]
    public async Task A_connection_that_breaks_off_ends_a_subscription_with_an_error()
    {
        _shop.Reviews.Stream("Subscription.reviewAdded", (_, _) => Dying());
        var request = new OperationRequest { Document = "subscription { reviewAdded { body } }"u8.ToArray() };
        await using var stream = Assert.IsType<ResponseStream>(await OverHttp().ExecuteAsync(request, CancellationToken.None));
        var received = new List<OperationResult>();
        await foreach (var result in stream.Results)
        {
            received.Add(result);
            _isReceived.TrySetResult();
        }

        Assert.Equal(
            [
                """{"data":{"reviewAdded":{"body":"Good"}}}""",
                """{"errors":[{"message":"The subscription's source is not available any more.","extensions":{"code":"SOURCE_UNAVAILABLE"}}]}""",
            ],
            received.Select(result => result.Body.ToString()));
        Assert.Equal(RequestErrorKind.Internal, received[1].RequestError);

        async IAsyncEnumerable<object?> Dying()
        {
            yield return Shop.Opinions[0];
            await _isReceived.Task.WaitAsync(TimeSpan.FromSeconds(20));
            await _server.BreakOffAsync();
            await Task.Delay(TimeSpan.FromSeconds(20));
        }
    }

    [Fact]
    public async Task Heartbeats_of_a_source_are_no_events()
    {
        _instead = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(
                ":\n\n: still here\r\n\r\nevent: next\ndata: {\"data\":{\"reviewAdded\":{\"body\":\"Good\"}}}\n\n:\n\nevent: complete\ndata:\n\n");
            return true;
        };
        var request = new OperationRequest { Document = "subscription { reviewAdded { body } }"u8.ToArray() };
        await using var stream = Assert.IsType<ResponseStream>(await OverHttp().ExecuteAsync(request, CancellationToken.None));
        var received = new List<string>();
        await foreach (var result in stream.Results)
        {
            received.Add(result.Body.ToString());
        }

        Assert.Equal(["""{"data":{"reviewAdded":{"body":"Good"}}}"""], received);
    }

    private static Task<bool> Fail(HttpContext context, ref int failures)
    {
        context.Response.StatusCode = 503;
        return Task.FromResult(failures-- > 0);
    }
}
