using System.Text.Json.Nodes;
using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Tests;

/// <summary>Answers in parts, beside what graphql-js compares: when they come, what they cost, and how they end.</summary>
public sealed class IncrementalTests
{
    [Fact]
    public async Task The_First_Payload_Should_Not_Wait_For_What_Is_Deferred()
    {
        await using var services = Server();
        var tower = services.GetRequiredService<Tower>();
        await using var result = await ExecuteAsync(services, """{ name ... @defer(label: "bell") { bell } }""");
        await using var payloads = ((ResponseStream)result).Results.GetAsyncEnumerator();

        Assert.Equal("""{"data":{"name":"Tower"},"pending":[{"id":"0","path":[],"label":"bell"}],"hasNext":true}""", await NextAsync(payloads));
        tower.Bell.SetResult("ding");
        Assert.Equal("""{"hasNext":false,"incremental":[{"id":"0","data":{"bell":"ding"}}],"completed":[{"id":"0"}]}""", await NextAsync(payloads));
        Assert.False(await payloads.MoveNextAsync());
    }

    [Fact]
    public async Task Parts_Should_Come_As_They_Are_Ready()
    {
        await using var services = Server();
        var tower = services.GetRequiredService<Tower>();
        await using var result = await ExecuteAsync(services, """{ name ... @defer(label: "slow") { bell } ... @defer(label: "fast") { height } }""");
        await using var payloads = ((ResponseStream)result).Results.GetAsyncEnumerator();

        await NextAsync(payloads);
        Assert.Equal("""{"hasNext":true,"incremental":[{"id":"1","data":{"height":40}}],"completed":[{"id":"1"}]}""", await NextAsync(payloads));
        tower.Bell.SetResult("dong");
        Assert.Equal("""{"hasNext":false,"incremental":[{"id":"0","data":{"bell":"dong"}}],"completed":[{"id":"0"}]}""", await NextAsync(payloads));
    }

    [Fact]
    public async Task Deferred_Items_Of_A_List_Should_Be_One_Fetch()
    {
        await using var services = Server();

        var payloads = await PayloadsAsync(await ExecuteAsync(services, "{ numbers { value ... @defer { square { value } } } }"));

        Assert.Equal("""{"numbers":[{"square":{"value":4},"value":2},{"square":{"value":9},"value":3}]}""", DifferentialTests.Sorted(new IncrementalAnswer(payloads).Data)!.ToJsonString());
        Assert.Equal(["squares 2,3"], services.GetRequiredService<FetchLog>().Lines);
    }

    [Fact]
    public async Task Items_That_Come_Over_Time_Should_Be_Sent_As_They_Come()
    {
        await using var services = Server();
        var tower = services.GetRequiredService<Tower>();
        await using var result = await ExecuteAsync(services, """{ visitors(count: 3) @stream(initialCount: 1, label: "door") }""");
        await using var payloads = ((ResponseStream)result).Results.GetAsyncEnumerator();

        Assert.Equal("""{"data":{"visitors":[0]},"pending":[{"id":"0","path":["visitors"],"label":"door"}],"hasNext":true}""", await NextAsync(payloads));
        tower.Door.Release();
        Assert.Equal("""{"hasNext":true,"incremental":[{"id":"0","items":[1]}]}""", await NextAsync(payloads));
        tower.Door.Release(2);
        var rest = await RestAsync(payloads);
        Assert.Equal("[2]", string.Join(',', rest.SelectMany(payload => payload["incremental"]?.AsArray() ?? []).Select(part => part!["items"]!.ToJsonString())));
        Assert.Equal("""[{"id":"0"}]""", rest[^1]["completed"]!.ToJsonString());
        Assert.Equal(1, tower.Closed);
    }

    [Fact]
    public async Task Items_That_Come_Over_Time_Should_Be_A_List_Without_Stream()
    {
        await using var services = Server();
        services.GetRequiredService<Tower>().Door.Release(9);

        var payloads = await PayloadsAsync(await ExecuteAsync(services, "{ visitors(count: 3) }"));

        Assert.Equal("""{"data":{"visitors":[0,1,2]}}""", Assert.Single(payloads).ToJsonString());
        Assert.Equal(1, services.GetRequiredService<Tower>().Closed);
    }

    [Fact]
    public async Task A_Source_That_Fails_Should_Fail_Its_Stream_Alone()
    {
        await using var services = Server();
        services.GetRequiredService<Tower>().Door.Release(99);

        var answer = new IncrementalAnswer(await PayloadsAsync(await ExecuteAsync(services, """{ name visitors(count: -1) @stream(label: "door") ... @defer(label: "fine") { height } }""")));

        Assert.Equal("""["visitors"] door""", Assert.Single(answer.Failed));
        Assert.Equal("""{"height":40,"name":"Tower","visitors":[0,1,2]}""", DifferentialTests.Sorted(answer.Data)!.ToJsonString());
        Assert.Equal(1, services.GetRequiredService<Tower>().Closed);
    }

    [Fact]
    public async Task Leaving_Should_Close_The_Source_And_Cancel_What_Is_Deferred()
    {
        await using var services = Server();
        var tower = services.GetRequiredService<Tower>();
        var result = await ExecuteAsync(services, "{ name visitors(count: 1000000) @stream ... @defer { waits } }");
        await using (var payloads = ((ResponseStream)result).Results.GetAsyncEnumerator())
        {
            await NextAsync(payloads);
            tower.Door.Release();
            await NextAsync(payloads);
        }

        await result.DisposeAsync();

        await tower.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await Eventually.Holds(() => tower.Closed == 1);
        Assert.Equal("""{"data":{"name":"Tower"}}""", Assert.Single(await PayloadsAsync(await ExecuteAsync(services, "{ name }"))).ToJsonString());
    }

    [Fact]
    public async Task A_Source_Should_Not_Run_Ahead_Of_Its_Client()
    {
        await using var services = Server();
        var tower = services.GetRequiredService<Tower>();
        tower.Door.Release(1_000_000);
        await using var result = await ExecuteAsync(services, "{ visitors(count: 1000000) @stream }");
        await using var payloads = ((ResponseStream)result).Results.GetAsyncEnumerator();
        for (var i = 0; i < 5; i++)
        {
            await NextAsync(payloads);
        }

        Assert.InRange(tower.Admitted, 1, 1000);
    }

    [Fact]
    public async Task What_Takes_Too_Long_Should_Be_Completed_With_An_Error()
    {
        await using var services = Server(options => options.ExecutionTimeout = TimeSpan.FromMilliseconds(300));

        var payloads = await PayloadsAsync(await ExecuteAsync(services, "{ name ... @defer { bell } }"));

        Assert.Equal(
            """{"hasNext":false,"completed":[{"id":"0","errors":[{"message":"The request exceeded the configured timeout.","extensions":{"code":"HC0045"}}]}]}""",
            payloads[^1].ToJsonString());
    }

    [Fact]
    public async Task More_Parts_Than_Permitted_Should_Be_Completed_With_An_Error()
    {
        await using var services = Server(options => options.IncrementalPartsMax = 1);

        var answer = new IncrementalAnswer(await PayloadsAsync(await ExecuteAsync(services, "{ numbers { ... @defer { value } } }")));

        Assert.Equal("""{"numbers":[{"value":2},{}]}""", answer.Data!.ToJsonString());
        Assert.Equal("""["numbers",1] """, Assert.Single(answer.Failed));
        Assert.Contains("A response may have at most 1 deferred or streamed parts.", string.Join('\n', answer.Payloads.Select(payload => payload.ToJsonString())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_Parts_Are_Not_Permitted_The_Answer_Should_Come_Whole()
    {
        await using var services = Server();
        await using var result = await services.GetRequiredService<IRequestExecutor>().ExecuteAsync(
            ShopServer.Request("{ name ... @defer { height } numbers @stream { value } }") with { AllowIncrementalDelivery = false }, CancellationToken.None);

        Assert.Equal("""{"data":{"name":"Tower","height":40,"numbers":[{"value":2},{"value":3}]}}""", ((OperationResult)result).Body.ToString());
    }

    [Fact]
    public async Task A_Schema_Without_The_Option_Should_Not_Know_The_Directives()
    {
        await using var services = Server(options => options.IncrementalDelivery = false);

        var payloads = await PayloadsAsync(await ExecuteAsync(services, "{ name ... @defer { height } }"));

        Assert.Contains("Unknown directive \\u0022@defer\\u0022.", payloads[0].ToJsonString(), StringComparison.Ordinal);
    }

    internal static async Task<List<JsonObject>> PayloadsAsync(ExecutionResult result)
    {
        if (result is OperationResult single)
        {
            return [JsonNode.Parse(single.Body.ToString())!.AsObject()];
        }

        await using var payloads = ((ResponseStream)result).Results.GetAsyncEnumerator();
        return await RestAsync(payloads);
    }

    private static async Task<List<JsonObject>> RestAsync(IAsyncEnumerator<OperationResult> payloads)
    {
        var list = new List<JsonObject>();
        while (await payloads.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30)))
        {
            using var payload = payloads.Current;
            list.Add(JsonNode.Parse(payload.Body.ToString())!.AsObject());
        }

        return list;
    }

    private static async Task<string> NextAsync(IAsyncEnumerator<OperationResult> payloads)
    {
        Assert.True(await payloads.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
        using var payload = payloads.Current;
        return payload.Body.ToString();
    }

    private static ValueTask<ExecutionResult> ExecuteAsync(ServiceProvider services, string document)
        => services.GetRequiredService<IRequestExecutor>().ExecuteAsync(ShopServer.Request(document), CancellationToken.None);

    private static ServiceProvider Server(Action<GraphQLOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<Tower>().AddSingleton<FetchLog>().AddTestsDataLoaders().AddGraphQLServer("tower")
            .AddType(typeof(TowerQueries)).AddType(typeof(NumberQueries)).AddType(typeof(NumberNode))
            .ModifyOptions(options => options.IncrementalDelivery = true).ModifyOptions(configure ?? (_ => { }));
        return services.BuildServiceProvider();
    }
}

/// <summary>What the tests hold back and let go.</summary>
public sealed class Tower : IDisposable
{
    public TaskCompletionSource<string> Bell { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SemaphoreSlim Door { get; } = new(1);

    public int Admitted { get; set; }

    public int Closed { get; set; }

    public void Dispose() => Door.Dispose();
}

[QueryType]
public static class TowerQueries
{
    public static string Name() => "Tower";

    public static int Height() => 40;

    public static Task<string> GetBellAsync(Tower tower) => tower.Bell.Task;

    public static async Task<string> GetWaitsAsync(Tower tower, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.Register(() => tower.Cancelled.TrySetResult());
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return "";
    }

    /// <summary>One visitor each time the door is opened; a negative count fails after three.</summary>
    public static async IAsyncEnumerable<int> GetVisitors(int count, Tower tower, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            for (var i = 0; i != count; i++)
            {
                await tower.Door.WaitAsync(cancellationToken);
                if (count < 0 && i == 3)
                {
                    throw new GraphQLException("The stairs have collapsed.");
                }

                tower.Admitted++;
                yield return i;
            }
        }
        finally
        {
            tower.Closed++;
        }
    }
}
