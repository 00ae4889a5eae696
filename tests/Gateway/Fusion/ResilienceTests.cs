using FinFlow.Gateway.Fusion;

namespace FinFlow.Gateway.Tests;

/// <summary>A source that fails again and again is left alone for a while; a mutation is never tried twice.</summary>
public abstract class ResilienceTests(bool overHttp) : ShopTests(overHttp)
{
    private readonly Clock _clock = new();

    private FusionExecutor Resilient(ResilienceOptions options) => Shop.Executor(client => new ResilientSourceClient(client, options with { TimeProvider = _clock }));

    [Fact]
    public async Task A_source_that_fails_is_left_alone_for_a_while_and_then_asked_again()
    {
        const string unavailable = """{"data":{"me":null},"errors":[{"message":"The service accounts is not available.","path":["me"],"extensions":{"code":"SOURCE_UNAVAILABLE","service":"accounts"}}]}""";
        var gateway = Resilient(new ResilienceOptions { RetriesMax = 0, RequestsMin = 4 });
        Shop.Accounts.Failure = new InvalidOperationException("secret");
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(unavailable, await ComposedSources.AskAsync(gateway, "{ me { name } }"));
        }

        Assert.Equal(4, Shop.Accounts.Requests);
        Assert.Equal("""{"data":{"version":"1","products":[{"upc":"p1"}]}}""", await ComposedSources.AskAsync(gateway, "{ version products(first: 1) { upc } }"));

        Shop.Accounts.Failure = null;
        Assert.Equal(unavailable, await ComposedSources.AskAsync(gateway, "{ me { name } }"));
        _clock.Advance(ResilienceOptions.Default.BreakDuration);
        Assert.Equal("""{"data":{"me":{"name":"Ada"}}}""", await ComposedSources.AskAsync(gateway, "{ me { name } }"));
        Assert.Equal(5, Shop.Accounts.Requests);
    }

    [Fact]
    public async Task A_query_is_tried_again_and_a_mutation_never()
    {
        var gateway = Resilient(new ResilienceOptions { RetriesMax = 2, RetryDelay = TimeSpan.FromMilliseconds(1) });
        Shop.Accounts.Failure = new InvalidOperationException("secret");
        await ComposedSources.AskAsync(gateway, "{ me { name } }");
        Assert.Equal(3, Shop.Accounts.Requests);
        await ComposedSources.AskAsync(gateway, """mutation { rename(id: "usr_1", name: "Bo") { name } }""");
        Assert.Equal(4, Shop.Accounts.Requests);
    }

    private sealed class Clock : TimeProvider
    {
        private TimeSpan _ahead;

        public void Advance(TimeSpan time) => _ahead += time;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _ahead;
    }
}

public sealed class ResilienceInProcessTests() : ResilienceTests(overHttp: false);

public sealed class ResilienceOverHttpTests() : ResilienceTests(overHttp: true);
