using System.Text.Json.Nodes;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.Gateway.Tests;

/// <summary>When the parts of an answer come, what sources that fail make of them, and how they end.</summary>
public abstract class DeliveryTests : BothTransports
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected DeliveryTests(bool overHttp)
        : this(new Press(), overHttp)
    {
    }

    private DeliveryTests(Press press, bool overHttp)
        : base(press, overHttp) => Press = press;

    private Press Press { get; }

    private static async Task<ResponseStream> DeliverAsync(FusionExecutor gateway, string document, CancellationToken cancellationToken = default)
        => Assert.IsType<ResponseStream>(await gateway.ExecuteAsync(DeliveredAnswer.Request(document), cancellationToken));

    private Task<DeliveredAnswer> AskAsync(string document) => DeliveredAnswer.OfAsync(Press.Executor(), document);

    [Fact]
    public async Task The_first_payload_does_not_wait_for_what_is_deferred()
    {
        Press.Texts.Ready = _ready.Task;
        await using var result = await DeliverAsync(Press.Executor(), """{ front { title ... @defer(label: "text") { body } } }""");
        await using var payloads = result.Results.GetAsyncEnumerator();

        Assert.Equal(
            """{"data":{"front":{"title":"Tides"}},"pending":[{"id":"0","path":["front"],"label":"text"}],"hasNext":true}""", await DeliveredAnswer.NextAsync(payloads));
        _ready.SetResult();
        Assert.Equal(
            """{"hasNext":false,"incremental":[{"id":"0","data":{"body":"Body of a1"}}],"completed":[{"id":"0"}]}""", await DeliveredAnswer.NextAsync(payloads));
        Assert.False(await payloads.MoveNextAsync());
    }

    [Fact]
    public async Task Parts_come_as_they_are_ready()
    {
        Press.Texts.Ready = _ready.Task;
        await using var result = await DeliverAsync(Press.Executor(), """{ front { title ... @defer(label: "slow") { body } ... @defer(label: "fast") { author { name } } } }""");
        await using var payloads = result.Results.GetAsyncEnumerator();

        await DeliveredAnswer.NextAsync(payloads);
        Assert.Equal(
            """{"hasNext":true,"incremental":[{"id":"1","data":{"author":{"name":"Ada"}}}],"completed":[{"id":"1"}]}""", await DeliveredAnswer.NextAsync(payloads));
        _ready.SetResult();
        Assert.Equal(
            """{"hasNext":false,"incremental":[{"id":"0","data":{"body":"Body of a1"}}],"completed":[{"id":"0"}]}""", await DeliveredAnswer.NextAsync(payloads));
    }

    [Fact]
    public async Task Items_of_a_list_are_one_request_and_a_part_each()
    {
        var answer = await AskAsync("{ feed { title ... @defer { body } } }");

        Assert.Equal("""{"feed":[{"body":"Body of a1","title":"Tides"},{"body":"Body of a2","title":"Bridges"},{"body":"Body of a3","title":"Rain"}]}""", answer.Data);
        Assert.Equal(3, JsonNode.Parse(answer.Payloads[0])!["pending"]!.AsArray().Count);
        Assert.Equal((1, 1), (Press.Desk.Requests, Press.Texts.Requests));
    }

    [Fact]
    public async Task What_two_fragments_want_is_sent_once_and_the_way_to_it_is_told()
    {
        var answer = await AskAsync("""{ ... @defer(label: "one") { front { issue { number } } } ... @defer(label: "two") { front { issue { pages } } } }""");

        var parts = answer.Payloads.SelectMany(payload => JsonNode.Parse(payload)!["incremental"]?.AsArray() ?? []).ToList();
        Assert.Contains(parts, part => part!["subPath"]?.ToJsonString() == """["front","issue"]""");
        Assert.Equal("""{"front":{"issue":{"number":3,"pages":24}}}""", answer.Data);
    }

    [Fact]
    public async Task A_source_that_is_away_fails_the_fragments_that_cannot_be_without_it()
    {
        Press.Texts.Failure = new InvalidOperationException("secret");
        var answer = await AskAsync("""{ front { title ... @defer(label: "body") { body } ... @defer(label: "mood") { mood } } }""");

        Assert.Equal(
            """
            initial {"front":{"title":"Tides"}}
            data {"front":{"mood":null,"title":"Tides"}}
            announced ["front"] body, ["front"] mood
            failed ["front"] body
            errors ["front","body"] The service texts is not available., ["front","mood"] The service texts is not available.
            """, answer.Describe());
    }

    [Fact]
    public async Task Fragments_that_share_a_request_each_tell_of_its_error_where_it_struck_them()
    {
        Press.Texts.Refusal = OperationResult.Refuse(RequestErrorKind.Internal, new GraphQLError("Out of ink.") { Code = "INK" });
        var answer = await AskAsync("""{ feed { title ... @defer { mood headline } } }""");

        var expected = Enumerable.Range(0, 3).SelectMany(i => new[] { $"""["feed",{i},"headline"] Out of ink.""", $"""["feed",{i},"mood"] Out of ink.""" });
        Assert.EndsWith($"errors {string.Join(", ", expected)}", answer.Describe(), StringComparison.Ordinal);
        Assert.Empty(answer.Failed);
        Assert.Equal(1, Press.Texts.Requests);
    }

    [Fact]
    public async Task A_root_field_that_fails_when_it_is_asked_for_again_keeps_what_has_been_sent()
    {
        var asked = 0;
        Press.Desk.On("Query.stats", (_, _) => asked++ == 0
            ? new Dictionary<string, object?> { ["visits"] = 12L }
            : throw new TestRefusal("Not again.", "AGAIN"));
        var answer = await AskAsync("""{ stats { visits ... @defer(label: "since") { since } ... @defer(label: "slogan") { slogan } } }""");

        Assert.Equal(
            """
            initial {"stats":{"visits":12}}
            data {"stats":{"slogan":null,"visits":12}}
            announced ["stats"] since, ["stats"] slogan
            failed ["stats"] since
            errors ["stats","since"] Not again., ["stats","slogan"] Not again.
            """, answer.Describe());
    }

    [Fact]
    public async Task Errors_of_what_was_fetched_before_come_with_its_part()
    {
        Press.Desk.On("Issue.note", (_, _) => throw new TestRefusal("The note is missing.", "NOTE"));
        var answer = await AskAsync("{ stats { history { number ... @defer { note } } } }");

        Assert.Equal(
            """
            initial {"stats":{"history":[{"number":1},{"number":2}]}}
            data {"stats":{"history":[{"note":null,"number":1},{"note":null,"number":2}]}}
            announced ["stats","history",0], ["stats","history",1]
            failed 
            errors ["stats","history",0,"note"] The note is missing., ["stats","history",1,"note"] The note is missing.
            """, answer.Describe());
        Assert.DoesNotContain("errors", answer.Payloads[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_should_not_happen_completes_the_parts_with_an_error()
    {
        var gateway = Press.Executor(client => new Senseless(client));
        var answer = await DeliveredAnswer.OfAsync(gateway, "{ front { title ... @defer { body } } }");

        Assert.Equal(
            """{"hasNext":false,"completed":[{"id":"0","errors":[{"message":"Unexpected execution error.","extensions":{"code":"INTERNAL"}}]}]}""", answer.Payloads[^1]);
    }

    [Fact]
    public async Task A_client_that_leaves_calls_the_sources_off()
    {
        Press.Texts.Ready = _ready.Task;
        await using var result = await DeliverAsync(Press.Executor(), "{ front { title ... @defer { body } } }");
        await using var payloads = result.Results.GetAsyncEnumerator();
        await DeliveredAnswer.NextAsync(payloads);
        await Eventually.TrueAsync(() => Press.Texts.Requests == 1);
        await result.DisposeAsync();

        await Eventually.TrueAsync(() => Press.Texts.Cancelled == 1);
        Assert.False(await payloads.MoveNextAsync());
        await result.DisposeAsync();
    }

    [Fact]
    public async Task A_client_that_is_cut_off_while_it_waits_calls_the_sources_off()
    {
        using var client = new CancellationTokenSource();
        Press.Texts.Ready = _ready.Task;
        await using (var result = await DeliverAsync(Press.Executor(), "{ front { title ... @defer { body } } }", client.Token))
        {
            await using var payloads = result.Results.GetAsyncEnumerator(client.Token);
            await DeliveredAnswer.NextAsync(payloads);
            var waiting = payloads.MoveNextAsync().AsTask();
            await Eventually.TrueAsync(() => Press.Texts.Requests == 1);
            await client.CancelAsync();
            Assert.False(await waiting);
        }

        await Eventually.TrueAsync(() => Press.Texts.Cancelled == 1);
    }

    [Fact]
    public async Task What_takes_too_long_is_completed_with_an_error()
    {
        Press.Texts.Ready = _ready.Task;
        var clock = new HandClock();
        var gateway = Press.Executor(new FusionOptions { ExecutionTimeout = TimeSpan.FromSeconds(3), TimeProvider = clock });
        await using var result = await DeliverAsync(gateway, """{ front { title ... @defer { body } ... @defer(label: "author") { author { name } } } }""");
        await using var payloads = result.Results.GetAsyncEnumerator();
        await DeliveredAnswer.NextAsync(payloads);
        await DeliveredAnswer.NextAsync(payloads);
        clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal(
            """{"hasNext":false,"completed":[{"id":"0","errors":[{"message":"The operation took longer than 3 seconds.","extensions":{"code":"TIMEOUT"}}]}]}""",
            await DeliveredAnswer.NextAsync(payloads));
        Assert.False(await payloads.MoveNextAsync());
    }

    [Fact]
    public async Task More_parts_than_permitted_are_completed_with_an_error_as_the_engine_does()
    {
        const string document = "{ feed { ... @defer { body } } }";
        await using var services = Press.Engine(options => options.IncrementalPartsMax = 2);
        var expected = await DeliveredAnswer.OfAsync(services.GetRequiredService<IRequestExecutor>(), document);
        var answer = await DeliveredAnswer.OfAsync(Press.Executor(new FusionOptions { IncrementalPartsMax = 2 }), document);

        Assert.Equal(expected.Describe(), answer.Describe());
        Assert.Equal(["""["feed",2]"""], answer.Failed);
    }

    [Fact]
    public async Task Cost_and_plan_are_told_with_the_first_payload()
    {
        var request = DeliveredAnswer.Request("{ front { title ... @defer { body } } }") with
        {
            Headers = new Dictionary<string, string> { ["GraphQL-Cost"] = "report", [FusionOptions.PlanHeader] = "1" },
        };
        await using var result = Assert.IsType<ResponseStream>(await Press.Executor(new FusionOptions { AllowPlanRequests = true }).ExecuteAsync(request, CancellationToken.None));
        await using var payloads = result.Results.GetAsyncEnumerator();

        var extensions = JsonNode.Parse(await DeliveredAnswer.NextAsync(payloads))!["extensions"]!;
        Assert.Contains("later, for @defer at front", extensions["plan"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.NotNull(extensions["operationCost"]);
        Assert.DoesNotContain("extensions", await DeliveredAnswer.NextAsync(payloads), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plans_in_parts_and_in_one_piece_do_not_meet()
    {
        var gateway = Press.Executor();
        var request = DeliveredAnswer.Request("{ front { title ... @defer { body } } }");
        for (var i = 0; i < 2; i++)
        {
            await using var whole = await gateway.ExecuteAsync(request with { AllowIncrementalDelivery = false }, CancellationToken.None);
            Assert.Equal("""{"data":{"front":{"title":"Tides","body":"Body of a1"}}}""", Assert.IsType<OperationResult>(whole).Body.ToString());
            await using var parts = await gateway.ExecuteAsync(request, CancellationToken.None);
            Assert.IsType<ResponseStream>(parts);
        }

        var batch = await gateway.ExecuteBatchAsync([request, request], CancellationToken.None);
        Assert.All(batch, result => Assert.Equal("""{"data":{"front":{"title":"Tides","body":"Body of a1"}}}""", result.Body.ToString()));
    }

    [Fact]
    public async Task Each_event_of_a_subscription_comes_in_one_piece()
    {
        Press.Desk.Stream("Subscription.published", (_, _) => One());
        var request = DeliveredAnswer.Request("subscription($d: Boolean!) { published { title ... @defer(if: $d) { body } } }", """{"d":true}""");
        await using var result = Assert.IsType<ResponseStream>(await Press.Executor().ExecuteAsync(request, CancellationToken.None));
        await using var events = result.Results.GetAsyncEnumerator();

        Assert.Equal(ResponseStreamKind.Subscription, result.Kind);
        Assert.Equal("""{"data":{"published":{"title":"Tides","body":"Body of a1"}}}""", await DeliveredAnswer.NextAsync(events));

        static async IAsyncEnumerable<object?> One()
        {
            await Task.Yield();
            yield return Press.Articles[0];
        }
    }

    /// <summary>Gives deferred requests what no source client may give.</summary>
    private sealed class Senseless(ISourceClient inner) : ISourceClient
    {
        public async ValueTask<SourceResponse> FetchAsync(SourceRequest request, CancellationToken cancellationToken)
        {
            var response = await inner.FetchAsync(request, cancellationToken);
            return System.Text.Encoding.UTF8.GetString(request.Calls[0].Document.Span).Contains("body", StringComparison.Ordinal)
                ? new SourceResponse(null!, response)
                : response;
        }

        public IAsyncEnumerable<SourceResponse> SubscribeAsync(SourceRequest request, CancellationToken cancellationToken)
            => inner.SubscribeAsync(request, cancellationToken);
    }
}

public sealed class DeliveryInProcessTests() : DeliveryTests(overHttp: false);

public sealed class DeliveryOverHttpTests() : DeliveryTests(overHttp: true);
