using System.Text;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Tests;

/// <summary>Equal subscriptions that begin at different times: which of them are one at the source, and what each gets.</summary>
public abstract class JoiningTests : BothTransports
{
    private const string Said = "subscription { said { text } }";
    private const string SaidAfter = "subscription ($after: String) { said(after: $after) { text } }";
    private const string State = "subscription { state { text } }";

    private readonly Station _station;

    protected JoiningTests(bool overHttp)
        : this(new Station(), overHttp)
    {
    }

    private JoiningTests(Station station, bool overHttp)
        : base(station, overHttp) => _station = station;

    private FusionExecutor Sharing(int eventsWaitingMax = 1_000)
        => _station.Executor(client => new SharingSourceClient(client, new SharingOptions { EventsWaitingMax = eventsWaitingMax }));

    [Theory]
    [InlineData(Said, "{}")]
    [InlineData(SaidAfter, "{}")]
    [InlineData(SaidAfter, """{"after":null}""")]
    [InlineData("subscription { said(after: null) { text } }", "{}")]
    public async Task A_stream_of_what_happens_from_now_on_is_joined_at_any_time(string document, string variables)
    {
        var gateway = Sharing();
        await using var first = await Listener.StartAsync(gateway, document, variables);
        await _station.TellAsync("1");
        Assert.Equal("1", await first.NextAsync());
        await using var late = await Listener.StartAsync(gateway, document, variables);
        await _station.TellAsync("2");

        Assert.Equal(("2", "2"), (await first.NextAsync(), await late.NextAsync()));
        Assert.Equal(1, _station.Opened);
    }

    [Theory]
    [InlineData("subscription { heard { text } }", "{}")]
    [InlineData(SaidAfter, """{"after":"0"}""")]
    [InlineData("""subscription { said(after: "0") { text } }""", "{}")]
    [InlineData("""subscription ($after: String = "0") { said(after: $after) { text } }""", "{}")]
    [InlineData("subscription { saidSince { text } }", "{}")]
    [InlineData("subscription ($since: Int! = 2) { saidSince(since: $since) { text } }", "{}")]
    public async Task One_that_may_begin_with_the_past_is_not(string document, string variables)
    {
        var gateway = Sharing();
        await using var first = await Listener.StartAsync(gateway, document, variables);
        await _station.TellAsync("1");
        Assert.Equal("1", await first.NextAsync());
        await using var late = await Listener.StartAsync(gateway, document, variables);
        await Eventually.TrueAsync(() => _station.Opened == 2);
    }

    [Fact]
    public async Task Where_each_event_is_all_there_is_to_know_whoever_joins_begins_with_the_latest()
    {
        var gateway = Sharing();
        await using var first = await Listener.StartAsync(gateway, State);
        await _station.TellAsync("1");
        await _station.TellAsync("2");
        Assert.Equal(("1", "2"), (await first.NextAsync(), await first.NextAsync()));

        await using var second = await Listener.StartAsync(gateway, State);
        await using var third = await Listener.StartAsync(gateway, State);
        Assert.Equal(("2", "2"), (await second.NextAsync(), await third.NextAsync()));
        await _station.TellAsync("3");
        Assert.Equal(("3", "3", "3"), (await first.NextAsync(), await second.NextAsync(), await third.NextAsync()));
        Assert.Equal(1, _station.Opened);
    }

    [Fact]
    public async Task Whoever_has_changed_something_is_not_shown_what_was_before()
    {
        var gateway = Sharing();
        await using var first = await Listener.StartAsync(gateway, State);
        await _station.TellAsync("1");
        Assert.Equal("1", await first.NextAsync());
        Assert.Equal("""{"data":{"say":"2"}}""", await ComposedSources.AskAsync(gateway, """mutation { say(text: "2") }"""));
        await using var second = await Listener.StartAsync(gateway, State);
        await Eventually.TrueAsync(() => _station.Opened == 2);

        // The next event knows of the change, and so can be joined again.
        await _station.TellAsync("2");
        Assert.Equal(("2", "2"), (await first.NextAsync(), await second.NextAsync()));
        await using var third = await Listener.StartAsync(gateway, State);
        Assert.Equal(("2", 2), (await third.NextAsync(), _station.Opened));
    }

    [Fact]
    public async Task Other_identities_and_other_fields_have_streams_of_their_own()
    {
        var gateway = Sharing();
        await using var ada = await Listener.StartAsync(gateway, Said, authorization: "Bearer ada");
        await using var grace = await Listener.StartAsync(gateway, Said, authorization: "Bearer grace");
        await using var more = await Listener.StartAsync(gateway, "subscription { said { text at } }", authorization: "Bearer ada");
        await Eventually.TrueAsync(() => _station.Opened == 3);
    }

    [Theory]
    [InlineData(Said)]
    [InlineData(State)]
    public async Task It_ends_at_the_source_with_the_last_who_leaves_and_the_next_one_begins_anew(string document)
    {
        var gateway = Sharing();
        var first = await Listener.StartAsync(gateway, document);
        await _station.TellAsync("1");
        await first.NextAsync();
        var late = await Listener.StartAsync(gateway, document);
        await first.DisposeAsync();
        await _station.TellAsync("2");
        Assert.Equal(document == State ? "1" : "2", await late.NextAsync());
        Assert.Equal((1, 0), (_station.Opened, _station.Ended));

        await late.DisposeAsync();
        await Eventually.TrueAsync(() => _station.Ended == 1);
        await using var next = await Listener.StartAsync(gateway, document);
        await _station.TellAsync("3");
        Assert.Equal(("3", 2), (await next.NextAsync(), _station.Opened));
    }

    [Fact]
    public async Task One_who_takes_no_events_holds_up_nobody_and_ends_with_an_error()
    {
        var gateway = Sharing(eventsWaitingMax: 2);
        await using var quick = await Listener.StartAsync(gateway, Said);
        await _station.TellAsync("0");
        Assert.Equal("0", await quick.NextAsync());
        await using var slow = await Listener.StartAsync(gateway, Said);
        for (var i = 1; i < 10; i++)
        {
            await _station.TellAsync($"{i}");
            Assert.Equal($"{i}", await quick.NextAsync());
        }

        // Two that may wait for it, beside the one that it waited for if that was quick enough.
        Assert.Equal(("1", "2"), (await slow.NextAsync(), await slow.NextAsync()));
        var end = await slow.NextAsync();
        Assert.Equal(
            """{"errors":[{"message":"The subscription's source is not available any more.","extensions":{"code":"SOURCE_UNAVAILABLE"}}]}""",
            end == "3" ? await slow.NextAsync() : end);
        await _station.TellAsync("10");
        Assert.Equal("10", await quick.NextAsync());
        Assert.Equal((1, 0), (_station.Opened, _station.Ended));
    }

    [Fact]
    public async Task One_who_took_no_events_and_was_the_last_ends_it_at_the_source()
    {
        await using var slow = await Listener.StartAsync(Sharing(eventsWaitingMax: 1), Said);
        for (var i = 0; i < 5; i++)
        {
            await _station.TellAsync($"{i}");
        }

        while (!(await slow.NextAsync()).Contains("SOURCE_UNAVAILABLE", StringComparison.Ordinal))
        {
        }

        await Eventually.TrueAsync(() => _station.Ended == 1);
    }

    [Fact]
    public async Task Who_is_there_when_the_source_dies_gets_an_error_however_late_they_came()
    {
        var gateway = Sharing();
        await using var first = await Listener.StartAsync(gateway, Said);
        await _station.TellAsync("1");
        Assert.Equal("1", await first.NextAsync());
        await using var late = await Listener.StartAsync(gateway, Said);
        await _station.FailAsync();

        Assert.All(new[] { await first.NextAsync(), await late.NextAsync() }, end => Assert.Contains("\"errors\"", end, StringComparison.Ordinal));
        Assert.Equal(1, _station.Opened);
    }

    /// <summary>A client, from the moment when it is made; it waits for its next event and takes no other meanwhile.</summary>
    private sealed class Listener : IAsyncDisposable
    {
        private readonly CancellationTokenSource _leaving = new();
        private readonly IAsyncEnumerator<OperationResult> _results;
        private Task<bool> _next;

        private Listener(ResponseStream stream)
        {
            _results = stream.Results.GetAsyncEnumerator(_leaving.Token);
            _next = _results.MoveNextAsync().AsTask();
        }

        public static async Task<Listener> StartAsync(FusionExecutor gateway, string document, string variables = "{}", string? authorization = null)
        {
            var request = new OperationRequest { Document = Encoding.UTF8.GetBytes(document), Variables = Encoding.UTF8.GetBytes(variables), Authorization = authorization };
            return new Listener(Assert.IsType<ResponseStream>(await gateway.ExecuteAsync(request, CancellationToken.None)));
        }

        /// <summary>The text of the next event, or the answer that is none.</summary>
        public async Task<string> NextAsync()
        {
            Assert.True(await _next.WaitAsync(TimeSpan.FromSeconds(20)));
            var answer = _results.Current.Body.ToString();
            var isLast = _results.Current.RequestError is not null;
            _results.Current.Dispose();
            _next = isLast ? Task.FromResult(false) : _results.MoveNextAsync().AsTask();
            return isLast ? answer : System.Text.Json.JsonDocument.Parse(answer).RootElement.GetProperty("data").EnumerateObject().Single().Value.GetProperty("text").GetString()!;
        }

        public async ValueTask DisposeAsync()
        {
            await _leaving.CancelAsync();
            await _next.ContinueWith(_ => { }, TaskScheduler.Default);
            await _results.DisposeAsync();
            _leaving.Dispose();
        }
    }
}

public sealed class JoiningInProcessTests() : JoiningTests(overHttp: false);

public sealed class JoiningOverHttpTests() : JoiningTests(overHttp: true);
