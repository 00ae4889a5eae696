using System.Security.Claims;
using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Tests;

public sealed class RequestTests
{
    [Theory]
    [InlineData("{ hello", RequestErrorKind.Syntax)]
    [InlineData("query A { hello } query B { hello }", RequestErrorKind.OperationUnknown)]
    [InlineData("query ($id: ID!) { productById(id: $id) { id } }", RequestErrorKind.Variables)]
    [InlineData("", RequestErrorKind.Malformed)]
    [InlineData("{ nothing }", RequestErrorKind.Validation)]
    public async Task Request_Should_Be_Refused(string document, RequestErrorKind kind)
    {
        await using var shop = new ShopServer();

        await using var result = await shop.Executor.ExecuteAsync(ShopServer.Request(document), CancellationToken.None);

        Assert.Equal(kind, ((OperationResult)result).RequestError);
    }

    [Fact]
    public async Task Mutation_Should_Be_Refused_Where_Only_Queries_Are_Allowed()
    {
        await using var shop = new ShopServer();

        await using var result = await shop.Executor.ExecuteAsync(
            ShopServer.Request("mutation { close { success } }") with { AllowedOperations = OperationKinds.Query }, CancellationToken.None);

        Assert.Equal(RequestErrorKind.OperationNotAllowed, ((OperationResult)result).RequestError);
        Assert.Empty(shop.Shop.Log);
    }

    [Fact]
    public async Task Batch_Should_Share_Loaders()
    {
        await using var shop = new ShopServer();

        var results = await shop.Executor.ExecuteBatchAsync(
            [
                ShopServer.Request("""{ productById(id: "p1") { supplier { name } } }"""),
                ShopServer.Request("{ nothing"),
                ShopServer.Request("""{ productById(id: "p2") { supplier { name } } }"""),
            ],
            CancellationToken.None);

        Assert.Equal("""{"data":{"productById":{"supplier":{"name":"Supplier s1"}}}}""", results[0].Body.ToString());
        Assert.Equal(RequestErrorKind.Syntax, results[1].RequestError);
        Assert.Equal("""{"data":{"productById":{"supplier":{"name":"Supplier s2"}}}}""", results[2].Body.ToString());
        Assert.Equal(["suppliers s1,s2"], shop.Fetches.Lines);
    }

    [Fact]
    public async Task Unexpected_Exceptions_Should_Be_Masked_And_Refusals_Told()
    {
        await using var shop = new ShopServer();

        var answer = await shop.ExecuteAsync("{ fails }");

        Assert.StartsWith("""{"data":{"fails":null},"errors":[{"message":"Unexpected Execution Error",""", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer, StringComparison.Ordinal);
        Assert.Equal(
            """{"data":{"refused":null},"errors":[{"message":"There is a \"Chair\" already.","locations":[{"line":1,"column":3}],"path":["refused"],"extensions":{"code":"NAME_TAKEN"}}]}""",
            await shop.ExecuteAsync("{ refused }"));
    }

    [Theory]
    [InlineData(null, "AUTH_NOT_AUTHENTICATED")]
    [InlineData("shop:read", "AUTH_NOT_AUTHORIZED")]
    [InlineData("shop:audit", null)]
    public async Task Field_Should_Be_For_Those_Who_May(string? permission, string? code)
    {
        await using var shop = new ShopServer();
        var user = permission is null ? null : new ClaimsPrincipal(new ClaimsIdentity([new Claim("permission", permission)], "test"));

        var answer = await shop.ExecuteAsync("{ revenue }", user: user);

        Assert.Equal(
            code is null
                ? """{"data":{"revenue":42}}"""
                : $$$"""{"data":null,"errors":[{"message":"The current user is not authorized to access this resource.","locations":[{"line":1,"column":3}],"path":["revenue"],"extensions":{"code":"{{{code}}}"}}]}""",
            answer);
    }

    [Fact]
    public async Task Request_Should_End_At_The_Time_Limit_And_Not_Disturb_The_Next()
    {
        await using var shop = new ShopServer(builder => builder.AddType(typeof(SlowQueries)).ModifyOptions(options => options.ExecutionTimeout = TimeSpan.FromMilliseconds(50)));

        await using var result = await shop.Executor.ExecuteAsync(ShopServer.Request("{ never }"), CancellationToken.None);

        Assert.Equal(RequestErrorKind.Timeout, ((OperationResult)result).RequestError);
        Assert.Equal("""{"data":{"hello":"Hello, world!"}}""", await shop.ExecuteAsync("{ hello }"));
    }

    [Fact]
    public async Task Request_Should_Throw_When_Its_Client_Has_Gone()
    {
        await using var shop = new ShopServer(builder => builder.AddType(typeof(SlowQueries)));
        using var client = new CancellationTokenSource(20);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await shop.Executor.ExecuteAsync(ShopServer.Request("{ never }"), client.Token));
        Assert.Equal("""{"data":{"hello":"Hello, world!"}}""", await shop.ExecuteAsync("{ hello }"));
    }

    [QueryType]
    public static class SlowQueries
    {
        // Ignores the token, as careless code does.
        public static Task<int> NeverAsync() => new TaskCompletionSource<int>().Task;
    }
}

public sealed class SubscriptionTests
{
    [Fact]
    public async Task Each_Event_Should_Be_A_Result()
    {
        await using var shop = new ShopServer();
        await using var result = await shop.Executor.ExecuteAsync(
            ShopServer.Request("""subscription { stockChanged(productId: "p1") { name stock supplier { name } } }"""), CancellationToken.None);
        var events = ((ResponseStream)result).Results.GetAsyncEnumerator();
        var sender = shop.Services.GetRequiredService<ITopicEventSender>();

        await sender.SendAsync("stock/p1", 7, CancellationToken.None);
        await sender.SendAsync("stock/p2", 8, CancellationToken.None);
        await sender.SendAsync("stock/p1", 6, CancellationToken.None);
        await sender.CompleteAsync("stock/p1");

        Assert.True(await events.MoveNextAsync());
        Assert.Equal("""{"data":{"stockChanged":{"name":"Chair","stock":7,"supplier":{"name":"Supplier s1"}}}}""", events.Current.Body.ToString());
        Assert.True(await events.MoveNextAsync());
        Assert.Equal("""{"data":{"stockChanged":{"name":"Chair","stock":6,"supplier":{"name":"Supplier s1"}}}}""", events.Current.Body.ToString());
        Assert.False(await events.MoveNextAsync());
    }

    [Fact]
    public async Task A_Method_Should_Give_The_Events()
    {
        await using var shop = new ShopServer();
        await using var result = await shop.Executor.ExecuteAsync(ShopServer.Request("subscription { ticks(count: 2) }"), CancellationToken.None);

        var answers = new List<string>();
        await foreach (var answer in ((ResponseStream)result).Results)
        {
            answers.Add(answer.Body.ToString());
        }

        Assert.Equal(["""{"data":{"ticks":0}}""", """{"data":{"ticks":1}}"""], answers);
    }

    [Fact]
    public async Task Disposing_Should_End_The_Stream()
    {
        await using var shop = new ShopServer();
        var result = (ResponseStream)await shop.Executor.ExecuteAsync(
            ShopServer.Request("""subscription { stockChanged(productId: "p1") { name } }"""), CancellationToken.None);
        var events = result.Results.GetAsyncEnumerator();
        var waiting = events.MoveNextAsync();

        await result.DisposeAsync();

        Assert.False(await waiting);
        await events.DisposeAsync();
    }

    [Fact]
    public async Task Source_Should_Be_Let_Go_When_The_Client_Leaves_Between_Two_Events()
    {
        var sources = new OpenSources();
        await using var shop = new ShopServer(builder => builder.AddType(typeof(EndlessSubscriptions)).Services.AddSingleton(sources));
        await using (var result = await shop.Executor.ExecuteAsync(ShopServer.Request("subscription { endless }"), CancellationToken.None))
        {
            await using var events = ((ResponseStream)result).Results.GetAsyncEnumerator();
            Assert.True(await events.MoveNextAsync());
            Assert.Equal(1, sources.Count);
        }

        Assert.Equal(0, sources.Count);
    }

    public sealed class OpenSources
    {
        public int Count { get; set; }
    }

    [SubscriptionType]
    public static class EndlessSubscriptions
    {
        [Subscribe(With = nameof(CountUp))]
        public static int OnEndless([EventMessage] int number) => number;

        public static async IAsyncEnumerable<int> CountUp(OpenSources sources)
        {
            sources.Count++;
            try
            {
                for (var number = 0; ; number++)
                {
                    await Task.Yield();
                    yield return number;
                }
            }
            finally
            {
                sources.Count--;
            }
        }
    }
}
