using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Tests;

/// <summary>A tree of numbers: each level of a query must cost one fetch of each loader, however many items there are.</summary>
public sealed class WaveTests
{
    [Fact]
    public async Task Each_Level_Should_Be_One_Fetch()
    {
        await using var services = Server();

        var answer = await AnswerAsync(services, "{ numbers { value square { value square { value } } } }");

        Assert.Equal(
            """{"data":{"numbers":[{"value":2,"square":{"value":4,"square":{"value":16}}},{"value":3,"square":{"value":9,"square":{"value":81}}}]}}""", answer);
        Assert.Equal(["squares 2,3", "squares 4,9"], services.GetRequiredService<FetchLog>().Lines);
    }

    [Fact]
    public async Task A_Resolver_May_Load_Twice_And_Still_Share_Its_Fetches()
    {
        await using var services = Server();

        Assert.Equal("""{"data":{"numbers":[{"fourth":16},{"fourth":81}]}}""", await AnswerAsync(services, "{ numbers { fourth } }"));
        Assert.Equal(["squares 2,3", "squares 4,9"], services.GetRequiredService<FetchLog>().Lines);
    }

    [Fact]
    public async Task A_Loader_Inside_Of_A_Fetch_Should_Not_Wait_For_The_Wave()
    {
        await using var services = Server();

        Assert.Equal("""{"data":{"numbers":[{"cube":8},{"cube":27}]}}""", await AnswerAsync(services, "{ numbers { cube } }"));
    }

    [Fact]
    public async Task Many_Requests_Of_One_Batch_Should_Be_One_Fetch()
    {
        await using var services = Server();
        var requests = Enumerable.Range(1, 2000)
            .Select(number => ShopServer.Request("query ($n: Int!) { number(value: $n) { square { value } } }", $$"""{ "n": {{number}} }""")).ToArray();

        var results = await services.GetRequiredService<IRequestExecutor>().ExecuteBatchAsync(requests, CancellationToken.None);

        Assert.Equal("""{"data":{"number":{"square":{"value":4000000}}}}""", results[^1].Body.ToString());
        // A fetch has at most a thousand keys.
        Assert.Equal(2, services.GetRequiredService<FetchLog>().Lines.Count);
    }

    [Fact]
    public async Task A_Thousand_Keys_Should_Be_One_Fetch_On_Each_Of_Three_Levels()
    {
        await using var services = Server();

        var answer = await AnswerAsync(services, "{ thousand { next { next { next { value } } } } }");

        Assert.EndsWith("""{"next":{"next":{"next":{"value":4000}}}}]}}""", answer, StringComparison.Ordinal);
        Assert.Equal(["next 1000", "next 1000", "next 1000"], services.GetRequiredService<FetchLog>().Lines);
    }

    private static ServiceProvider Server()
    {
        var services = new ServiceCollection();
        services.AddSingleton<FetchLog>().AddTestsDataLoaders().AddGraphQLServer("numbers").AddType(typeof(NumberQueries)).AddType(typeof(NumberNode));
        return services.BuildServiceProvider();
    }

    private static async Task<string> AnswerAsync(ServiceProvider services, string document)
    {
        await using var result = await services.GetRequiredService<IRequestExecutor>().ExecuteAsync(ShopServer.Request(document), CancellationToken.None);
        return ((OperationResult)result).Body.ToString();
    }
}

[QueryType]
public static class NumberQueries
{
    public static IReadOnlyList<Number> Numbers() => [new(2), new(3)];

    public static IReadOnlyList<Number> Thousand() => [.. Enumerable.Range(1, 1_000).Select(value => new Number(value))];

    public static Number GetNumber(int value) => new(value);
}

[ObjectType<Number>]
public static class NumberNode
{
    public static Task<Number?> GetSquareAsync([Parent] Number number, ISquareByNumberDataLoader squares, CancellationToken cancellationToken)
        => squares.LoadAsync(number.Value, cancellationToken);

    public static Task<Number?> GetNextAsync([Parent] Number number, INextByNumberDataLoader next, CancellationToken cancellationToken)
        => next.LoadAsync(number.Value, cancellationToken);

    public static async Task<int> GetFourthAsync([Parent] Number number, ISquareByNumberDataLoader squares, CancellationToken cancellationToken)
    {
        var square = await squares.LoadRequiredAsync(number.Value, cancellationToken);
        return (await squares.LoadRequiredAsync(square.Value, cancellationToken)).Value;
    }

    public static async Task<int> GetCubeAsync([Parent] Number number, ICubeByNumberDataLoader cubes, CancellationToken cancellationToken)
        => (await cubes.LoadRequiredAsync(number.Value, cancellationToken)).Value;
}

public static class CubeLoaders
{
    [DataLoader]
    internal static async Task<IReadOnlyDictionary<int, Number>> GetCubeByNumberAsync(
        IReadOnlyList<int> numbers, ISquareByNumberDataLoader squares, CancellationToken cancellationToken)
    {
        var found = await squares.LoadManyAsync([.. numbers], cancellationToken);
        return numbers.Zip(found).ToDictionary(pair => pair.First, pair => new Number(pair.First * pair.Second!.Value));
    }
}

public static class NextLoaders
{
    [DataLoader]
    internal static async Task<IReadOnlyDictionary<int, Number>> GetNextByNumberAsync(IReadOnlyList<int> numbers, FetchLog log, CancellationToken cancellationToken)
    {
        log.Lines.Add($"next {numbers.Count}");
        await Task.Delay(1, cancellationToken);
        return numbers.ToDictionary(number => number, number => new Number(number + 1_000));
    }
}
