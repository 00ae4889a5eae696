using System.Runtime.CompilerServices;
using System.Text;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Tests;

/// <summary>Events of one source, completed by lookups at the others.</summary>
public abstract class SubscriptionTests(bool overHttp) : ShopTests(overHttp)
{
    private const string Document = """subscription { reviewAdded(upc: "p1") { body product { name } author { name } } }""";

    private static readonly string[] Expected =
    [
        """{"data":{"reviewAdded":{"body":"Good","product":{"name":"Hammer"},"author":{"name":"Ada"}}}}""",
        """{"data":{"reviewAdded":{"body":"Bad","product":{"name":"Hammer"},"author":{"name":"Grace \"G\""}}}}""",
    ];

    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FusionExecutor Resilient() => Shop.Executor(client => new ResilientSourceClient(client));

    private static async Task<ResponseStream> SubscribeAsync(FusionExecutor gateway)
    {
        var result = await gateway.ExecuteAsync(new OperationRequest { Document = Encoding.UTF8.GetBytes(Document) }, CancellationToken.None);
        return Assert.IsType<ResponseStream>(result);
    }

    [Fact]
    public async Task Each_event_is_completed_by_lookups_and_the_end_is_an_end()
    {
        Shop.Reviews.Stream("Subscription.reviewAdded", (arguments, _) => Events(arguments));
        await using var stream = await SubscribeAsync(Resilient());
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

    [Fact]
    public async Task A_client_that_leaves_ends_the_subscription_at_the_source()
    {
        Shop.Reviews.Stream("Subscription.reviewAdded", (_, cancellationToken) => EndlessAsync(cancellationToken));
        await using var stream = await SubscribeAsync(Resilient());
        using var leave = new CancellationTokenSource();
        await using var results = stream.Results.GetAsyncEnumerator(leave.Token);
        Assert.True(await results.MoveNextAsync());
        Assert.Equal(Expected[0], results.Current.Body.ToString());
        var waiting = results.MoveNextAsync().AsTask();
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await _stopped.Task.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_subscription_that_the_source_refuses_is_refused_in_its_words()
    {
        Shop.Reviews.Refusal = OperationResult.Refuse(
            RequestErrorKind.Unauthenticated, new GraphQLError("Log in first.") { Code = "UNAUTHENTICATED" });
        await using var stream = await SubscribeAsync(Resilient());
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
        Shop.Reviews.Stream("Subscription.reviewAdded", (_, cancellationToken) => CountedAsync(cancellationToken));
        var gateway = Shop.Executor(client => new SharingSourceClient(client));
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
    public async Task A_source_that_fails_ends_the_subscription_with_an_error_and_keeps_its_secrets()
    {
        Shop.Reviews.Stream("Subscription.reviewAdded", (_, _) => Failing());
        await using var stream = await SubscribeAsync(Resilient());
        var received = new List<OperationResult>();
        await foreach (var result in stream.Results)
        {
            received.Add(result);
        }

        Assert.Equal(Expected[0], received[0].Body.ToString());
        Assert.NotNull(Assert.Single(received.Skip(1)).RequestError);
        Assert.DoesNotContain("secret", received[1].Body.ToString(), StringComparison.Ordinal);

        static async IAsyncEnumerable<object?> Failing()
        {
            yield return Shop.Opinions[0];
            await Task.Yield();
            throw new InvalidOperationException("secret");
        }
    }

    [Fact]
    public async Task An_event_whose_lookup_fails_has_its_error_and_the_next_one_comes_all_the_same()
    {
        Shop.Reviews.Stream("Subscription.reviewAdded", (_, _) => Events());
        Shop.Accounts.Failure = new InvalidOperationException("secret");
        await using var stream = await SubscribeAsync(Resilient());
        var received = new List<string>();
        await foreach (var result in stream.Results)
        {
            received.Add(result.Body.ToString());
            Shop.Accounts.Failure = null;
        }

        Assert.Equal(
            [
                """{"data":{"reviewAdded":{"body":"Good","product":{"name":"Hammer"},"author":null}},"errors":[{"message":"The service accounts is not available.","path":["reviewAdded","author","name"],"extensions":{"code":"SOURCE_UNAVAILABLE","service":"accounts"}}]}""",
                Expected[1],
            ],
            received);

        static async IAsyncEnumerable<object?> Events()
        {
            yield return Shop.Opinions[0];
            await Task.Yield();
            yield return Shop.Opinions[2];
        }
    }

    [Fact]
    public async Task An_event_whose_lookup_takes_too_long_has_its_error_and_the_next_one_comes_all_the_same()
    {
        Shop.Reviews.Stream("Subscription.reviewAdded", (_, _) => Shop.Opinions.Take(3).Where((_, index) => index != 1).ToAsyncEnumerable());
        var (clock, never) = (new HandClock(), new TaskCompletionSource());
        Shop.Accounts.Ready = never.Task;
        var gateway = Shop.Executor(new FusionOptions { ExecutionTimeout = TimeSpan.FromSeconds(3), TimeProvider = clock });
        var request = new OperationRequest { Document = "subscription { reviewAdded { body author { name } } }"u8.ToArray() };
        await using var stream = Assert.IsType<ResponseStream>(await gateway.ExecuteAsync(request, CancellationToken.None));
        await using var events = stream.Results.GetAsyncEnumerator();

        var first = events.MoveNextAsync();
        await Eventually.TrueAsync(() => Shop.Accounts.Requests == 1);
        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.False(first.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True(await first);
        Assert.Null(events.Current.RequestError);
        Assert.Equal(
            """{"data":{"reviewAdded":{"body":"Good","author":null}},"errors":[{"message":"The service accounts did not answer in time.","path":["reviewAdded","author","name"],"extensions":{"code":"TIMEOUT","service":"accounts"}}]}""",
            events.Current.Body.ToString());
        await Eventually.TrueAsync(() => Shop.Accounts.Cancelled == 1);

        Shop.Accounts.Ready = Task.CompletedTask;
        Assert.True(await events.MoveNextAsync());
        Assert.Equal("""{"data":{"reviewAdded":{"body":"Bad","author":{"name":"Grace \"G\""}}}}""", events.Current.Body.ToString());
        Assert.False(await events.MoveNextAsync());
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

public sealed class SubscriptionsInProcessTests() : SubscriptionTests(overHttp: false);

public sealed class SubscriptionsOverHttpTests() : SubscriptionTests(overHttp: true);
