using System.Net;
using System.Net.Sockets;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Tests;

/// <summary>Several addresses of one source, each a server of its own, some of which go away and come back.</summary>
public sealed class AddressTests : IAsyncLifetime
{
    private const string Query = "{ me { name } }";
    private const string Mutation = """mutation { rename(id: "usr_1", name: "Bo") { name } }""";
    private const string Ada = """{"data":{"me":{"name":"Ada"}}}""";
    private const string Bo = """{"data":{"rename":{"name":"Bo"}}}""";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Shop _shop = new();
    private readonly HandClock _clock = new();
    private readonly HttpMessageInvoker _http = HttpSourceClient.CreateInvoker();
    private readonly SourceInstance[] _instances = [new(), new()];
    private FusionExecutor _gateway = null!;

    private SourceInstance First => _instances[0];

    private SourceInstance Other => _instances[1];

    public async Task InitializeAsync()
    {
        foreach (var instance in _instances)
        {
            await instance.StartAsync(_shop);
        }

        _gateway = GatewayTo(_http, [.. _instances.Select(instance => instance.Address)]);
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        foreach (var instance in _instances)
        {
            await instance.StopAsync();
        }
    }

    private FusionExecutor GatewayTo(HttpMessageInvoker http, IReadOnlyList<Uri> addresses, Func<ISourceClient, ISourceClient>? wrapped = null)
    {
        var options = new HttpSourceOptions { TimeProvider = _clock, AddressTimeout = 10 * Second };
        return new FusionExecutor(_shop.Composed, _shop.Sources.ToDictionary(source => source.Name, source => source != _shop.Accounts
            ? new InProcessSourceClient(source)
            : (wrapped ?? (client => client))(new HttpSourceClient(http, addresses, options))));
    }

    private async Task AskAsync(int times, string document = Query, string answer = Ada)
    {
        for (var i = 0; i < times; i++)
        {
            Assert.Equal(answer, await ComposedSources.AskAsync(_gateway, document));
        }
    }

    private (int, int) Asked => (First.Asked, Other.Asked);

    [Fact]
    public async Task Addresses_take_turns()
    {
        await AskAsync(10);
        Assert.Equal((5, 5), Asked);
        await AskAsync(10, Mutation, Bo);
        Assert.Equal((10, 10), Asked);
    }

    [Fact]
    public async Task An_address_that_goes_away_is_left_out_and_has_its_turns_again_when_it_is_back()
    {
        await Other.StopAsync();
        await AskAsync(10);
        Assert.Equal((10, 0), Asked);

        await Other.StartAsync(_shop);
        await AskAsync(10);
        Assert.Equal((20, 0), Asked);

        _clock.Advance(Second);
        await AskAsync(10);
        Assert.Equal((25, 5), Asked);
    }

    [Fact]
    public async Task An_address_that_stays_away_is_asked_more_and_more_rarely_and_every_query_is_answered()
    {
        Other.Status = HttpStatusCode.ServiceUnavailable;
        await AskAsync(4);
        Assert.Equal((4, 1), Asked);
        var asked = 1;
        foreach (var seconds in (int[])[1, 2, 4, 8, 16, 30, 30])
        {
            _clock.Advance((seconds * Second) - TimeSpan.FromTicks(1));
            await AskAsync(3);
            Assert.Equal(asked, Other.Asked);
            _clock.Advance(TimeSpan.FromTicks(1));
            await AskAsync(3);
            Assert.Equal(++asked, Other.Asked);
        }

        Other.Status = null;
        _clock.Advance(30 * Second);
        var before = First.Asked;
        await AskAsync(10);
        Assert.Equal((before + 5, asked + 5), Asked);

        // It was well again: the next time begins short.
        Other.Status = HttpStatusCode.BadGateway;
        await AskAsync(2);
        Other.Status = null;
        _clock.Advance(Second);
        await AskAsync(2);
        Assert.Equal(asked + 7, Other.Asked);
    }

    [Fact]
    public async Task One_request_finds_out_whether_an_address_is_back_and_the_others_do_not_wait_for_it()
    {
        Other.Status = HttpStatusCode.GatewayTimeout;
        await AskAsync(2);
        Other.Status = null;
        _clock.Advance(Second);

        Other.Hold = new TaskCompletionSource();
        var queries = Enumerable.Range(0, 10).Select(_ => ComposedSources.AskAsync(_gateway, Query)).ToList();
        await Eventually.TrueAsync(() => queries.Count(query => query.IsCompleted) == 9 && Other.Asked == 2);
        Other.Hold.SetResult();
        Assert.All(await Task.WhenAll(queries), answer => Assert.Equal(Ada, answer));

        var before = Asked;
        await AskAsync(4);
        Assert.Equal((before.Item1 + 2, before.Item2 + 2), Asked);
    }

    [Fact]
    public async Task A_probe_that_nobody_waits_for_any_more_leaves_the_next_to_another()
    {
        Other.Status = HttpStatusCode.ServiceUnavailable;
        await AskAsync(2);
        Other.Status = null;
        _clock.Advance(Second);

        Other.Hold = new TaskCompletionSource();
        using var leaving = new CancellationTokenSource();
        var request = new OperationRequest { Document = "{ me { name } }"u8.ToArray() };
        await AskAsync(First.Asked % 2);
        var left = _gateway.ExecuteAsync(request, leaving.Token).AsTask();
        await Eventually.TrueAsync(() => Other.Asked == 2);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);

        Other.Hold = null;
        await AskAsync(2);
        Assert.Equal(3, Other.Asked);
    }

    [Fact]
    public async Task An_address_that_does_not_answer_in_time_is_left_for_the_next_one()
    {
        Other.Hold = new TaskCompletionSource();
        await AskAsync(1);
        var waiting = ComposedSources.AskAsync(_gateway, Query);
        await Eventually.TrueAsync(() => Other.Asked == 1);
        _clock.Advance(10 * Second);
        Assert.Equal(Ada, await waiting);
        await AskAsync(5);
        Assert.Equal((7, 1), Asked);
        Other.Hold.SetResult();
    }

    [Fact]
    public async Task A_mutation_goes_to_another_address_only_where_no_connection_was_made()
    {
        const string unavailable = """{"data":{"rename":null},"errors":[{"message":"The service accounts is not available.","path":["rename"],"extensions":{"code":"SOURCE_UNAVAILABLE","service":"accounts"}}]}""";
        Other.Status = HttpStatusCode.ServiceUnavailable;
        await AskAsync(1, Mutation, Bo);
        await AskAsync(1, Mutation, unavailable);
        Assert.Equal((1, 1), Asked);

        // Nor does a mutation find out whether the address is back.
        _clock.Advance(Second);
        await AskAsync(2, Mutation, Bo);
        Assert.Equal((3, 1), Asked);
        Other.Status = null;
        await AskAsync(2);

        await Other.StopAsync();
        await AskAsync(4, Mutation, Bo);
    }

    [Fact]
    public async Task An_address_that_takes_no_connections_is_left_after_the_time_for_one()
    {
        // A backlog that is full lets further connections wait without an answer.
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        using var filling = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await filling.ConnectAsync(listener.LocalEndPoint!);
        using var http = new HttpMessageInvoker(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromMilliseconds(50), UseProxy = false });
        _gateway = GatewayTo(http, [new Uri($"http://{listener.LocalEndPoint}/accounts"), First.Address]);
        await AskAsync(2, Mutation, Bo);
        Assert.Equal(2, First.Asked);
    }

    [Fact]
    public async Task Subscriptions_choose_an_address_in_the_same_way()
    {
        var source = new TestSource("news", "type Query { version: String } type Subscription { news: String }").Stream("Subscription.news", (_, _) => Once());
        await First.StartAnewAsync(source);
        await Other.StartAnewAsync(source);
        var client = new HttpSourceClient(_http, [First.AddressOf(source), Other.AddressOf(source)], new HttpSourceOptions { TimeProvider = _clock });
        await SubscribeAsync(4);
        Assert.Equal((2, 2), Asked);

        await Other.StopAsync();
        await SubscribeAsync(4);
        Assert.Equal((6, 2), Asked);

        await Other.StartAnewAsync(source);
        _clock.Advance(Second);
        await SubscribeAsync(4);
        Assert.Equal((8, 4), Asked);

        async Task SubscribeAsync(int times)
        {
            var document = "subscription { news }"u8.ToArray();
            var call = new SourceCall(document, "\"subscription { news }\""u8.ToArray(), ["{}"u8.ToArray()]);
            for (var i = 0; i < times; i++)
            {
                List<string> events = [];
                await foreach (var response in client.SubscribeAsync(new SourceRequest([call], IsIdempotent: true, new SourceContext(null, null, null)), CancellationToken.None))
                {
                    var answer = Assert.Single(response.Answers);
                    events.Add(System.Text.Encoding.UTF8.GetString(answer.Bytes, answer.Start, answer.Length));
                }

                Assert.Equal(["""{"data":{"news":"x"}}"""], events);
            }
        }

        static async IAsyncEnumerable<object?> Once()
        {
            await Task.Yield();
            yield return "x";
        }
    }

    [Fact]
    public async Task The_circuit_opens_only_when_all_addresses_fail()
    {
        var resilience = new ResilienceOptions { RetriesMax = 0, RequestsMin = 4, TimeProvider = _clock };
        _gateway = GatewayTo(_http, [First.Address, Other.Address], client => new ResilientSourceClient(client, resilience));
        Other.Status = HttpStatusCode.ServiceUnavailable;
        for (var i = 0; i < 20; i++)
        {
            _clock.Advance(Second);
            await AskAsync(1);
        }

        First.Status = HttpStatusCode.ServiceUnavailable;
        _clock.Advance(30 * Second);
        for (var i = 0; i < 20; i++)
        {
            Assert.Contains("SOURCE_UNAVAILABLE", await ComposedSources.AskAsync(_gateway, Query), StringComparison.Ordinal);
        }

        var asked = Asked;
        await ComposedSources.AskAsync(_gateway, Query);
        Assert.Equal(asked, Asked);
    }
}
