using System.Runtime.CompilerServices;
using System.Text;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Tests;

public sealed class SubscriptionTests : IAsyncLifetime
{
    private const string Document = """subscription { reviewAdded(upc: "p1") { body product { name } author { name } } }""";

    private static readonly string[] Expected =
    [
        """{"data":{"reviewAdded":{"body":"Good","product":{"name":"Hammer"},"author":{"name":"Ada"}}}}""",
        """{"data":{"reviewAdded":{"body":"Bad","product":{"name":"Hammer"},"author":{"name":"Grace \"G\""}}}}""",
    ];

    private readonly Shop _shop = new();
    private readonly HttpMessageInvoker _http = HttpSourceClient.CreateInvoker();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SourceServer _server = null!;

    public async Task InitializeAsync() => _server = await SourceServer.StartAsync(_shop.Sources);

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    private FusionExecutor Gateway(bool overHttp) => !overHttp ? _shop.Executor() : new(_shop.Composed, _shop.Sources.ToDictionary(
        source => source.Name, ISourceClient (source) => new ResilientSourceClient(new HttpSourceClient(_http, [_server.AddressOf(source)]))));

    private static async Task<ResponseStream> SubscribeAsync(FusionExecutor gateway)
    {
        var result = await gateway.ExecuteAsync(new OperationRequest { Document = Encoding.UTF8.GetBytes(Document) }, CancellationToken.None);
        return Assert.IsType<ResponseStream>(result);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_event_is_completed_by_lookups_and_the_end_is_an_end(bool overHttp)
    {
        _shop.Reviews.Stream("Subscription.reviewAdded", (arguments, _) => Events(arguments));
        await using var stream = await SubscribeAsync(Gateway(overHttp));
        var received = new List<string>();
        await foreach (var result in stream.Results)
        {
            received.Add(result.Body.ToString());
            result.Dispose();
        }

        Assert.Equal(Expected, received);

        static async IAsyncEnumerable<object?> Events(IReadOnlyDictionary<string, object?> arguments)
        {
            foreach (var review in Shop.Opinions.Where(review => Equals(((Dictionary<string, object?>)review["product"]!)["upc"], arguments["upc"])))
            {
                await Task.Yield();
                yield return review;
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_that_leaves_ends_the_subscription_at_the_source(bool overHttp)
    {
        _shop.Reviews.Stream("Subscription.reviewAdded", (_, cancellationToken) => EndlessAsync(cancellationToken));
        await using var stream = await SubscribeAsync(Gateway(overHttp));
        using var leave = new CancellationTokenSource();
        await using var results = stream.Results.GetAsyncEnumerator(leave.Token);
        Assert.True(await results.MoveNextAsync());
        Assert.Equal(Expected[0], results.Current.Body.ToString());
        var waiting = results.MoveNextAsync().AsTask();
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await _stopped.Task.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_subscription_that_the_source_refuses_is_refused_in_its_words(bool overHttp)
    {
        _shop.Reviews.Refusal = OperationResult.Refuse(
            RequestErrorKind.Unauthenticated, new GraphQLError("Log in first.") { Code = "UNAUTHENTICATED" });
        await using var stream = await SubscribeAsync(Gateway(overHttp));
        var received = new List<OperationResult>();
        await foreach (var result in stream.Results)
        {
            received.Add(result);
        }

        var refusal = Assert.Single(received);
        Assert.NotNull(refusal.RequestError);
        Assert.Equal(
            """{"data":null,"errors":[{"message":"Log in first.","path":["reviewAdded"],"extensions":{"code":"UNAUTHENTICATED","service":"reviews"}}]}""",
            refusal.Body.ToString());
    }

    [Fact]
    public async Task Equal_subscriptions_are_one_at_the_source_and_it_ends_with_the_last_of_them()
    {
        var (opened, begin) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _shop.Reviews.Stream("Subscription.reviewAdded", (_, cancellationToken) => CountedAsync(cancellationToken));
        var gateway = new FusionExecutor(_shop.Composed, _shop.Sources.ToDictionary(
            source => source.Name, ISourceClient (source) => new SharingSourceClient(new HttpSourceClient(_http, [_server.AddressOf(source)]))));
        using var leave = new CancellationTokenSource();
        var clients = new List<IAsyncEnumerator<OperationResult>>();
        for (var i = 0; i < 20; i++)
        {
            clients.Add((await SubscribeAsync(gateway)).Results.GetAsyncEnumerator(leave.Token));
        }

        var first = clients.Select(client => client.MoveNextAsync().AsTask()).ToList();
        begin.SetResult();
        Assert.All(await Task.WhenAll(first), Assert.True);
        Assert.All(clients, client => Assert.Equal(Expected[0], client.Current.Body.ToString()));
        Assert.Equal(1, opened);

        // Who comes later must not miss what the others have had: that is a subscription of its own.
        var late = (await SubscribeAsync(gateway)).Results.GetAsyncEnumerator(leave.Token);
        Assert.True(await late.MoveNextAsync());
        Assert.Equal((2, Expected[0]), (opened, late.Current.Body.ToString()));

        var waiting = clients.Append(late).Select(client => client.MoveNextAsync().AsTask()).ToList();
        await leave.CancelAsync();
        foreach (var client in waiting)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client);
        }

        await _stopped.Task.WaitAsync(TimeSpan.FromSeconds(5));

        async IAsyncEnumerable<object?> CountedAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref opened);
            await begin.Task.WaitAsync(cancellationToken);
            await foreach (var review in EndlessAsync(cancellationToken))
            {
                yield return review;
            }
        }
    }

    [Fact]
    public async Task A_source_that_dies_ends_the_subscription_with_an_error()
    {
        _shop.Reviews.Stream("Subscription.reviewAdded", (_, _) => Dying());
        await using var stream = await SubscribeAsync(Gateway(overHttp: true));
        var received = new List<OperationResult>();
        await foreach (var result in stream.Results)
        {
            received.Add(result);
        }

        Assert.Equal(2, received.Count);
        Assert.Equal(Expected[0], received[0].Body.ToString());
        Assert.Equal(RequestErrorKind.Internal, received[1].RequestError);

        async IAsyncEnumerable<object?> Dying()
        {
            yield return Shop.Opinions[0];
            await Task.Delay(50);
            await _server.BreakOffAsync();
            await Task.Delay(TimeSpan.FromSeconds(20));
        }
    }

    private async IAsyncEnumerable<object?> EndlessAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return Shop.Opinions[0];
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }
        finally
        {
            _stopped.TrySetResult();
        }
    }
}
