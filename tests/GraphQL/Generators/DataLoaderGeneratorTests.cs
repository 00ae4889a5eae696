using FinFlow.GraphQL.Execution;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Tests;

public sealed class DataLoaderGeneratorTests
{
    [Fact]
    public async Task Generated_Loader_Should_Fetch_Each_Key_Once_In_One_Batch()
    {
        await using var services = new ServiceCollection().AddGraphQLServer("test").Services
            .AddSingleton<FetchLog>().AddTestsDataLoaders().BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var loader = scope.ServiceProvider.GetRequiredService<ISquareByNumberDataLoader>();

        var squares = await loader.LoadManyAsync([2, 3, 2], CancellationToken.None);

        Assert.Equal([4, 9, 4], squares.Select(square => square!.Value));
        Assert.Equal(["squares 2,3"], services.GetRequiredService<FetchLog>().Lines);
    }

    [Fact]
    public async Task Cache_Loader_Should_Give_Null_When_Its_Method_Does()
    {
        await using var services = new ServiceCollection().AddGraphQLServer("test").Services.AddTestsDataLoaders().BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var loader = scope.ServiceProvider.GetRequiredService<IRootByNumberDataLoader>();

        Assert.Equal(new Number(3), await loader.LoadAsync(9, CancellationToken.None));
        Assert.Null(await loader.LoadAsync(8, CancellationToken.None));
    }

    [Fact]
    public async Task Grouped_Loader_Should_Give_An_Empty_Array_For_A_Key_Without_Values()
    {
        await using var services = new ServiceCollection().AddGraphQLServer("test").Services
            .AddSingleton<FetchLog>().AddTestsDataLoaders().BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        var loader = scope.ServiceProvider.GetRequiredService<IDivisorsByNumberDataLoader>();

        var divisors = await loader.LoadManyAsync([6, 0], CancellationToken.None);

        Assert.Equal([[1, 2, 3, 6], []], divisors.Select(list => list!.Select(divisor => divisor.Value)));
    }
}

public sealed record Number(int Value);

public sealed class FetchLog
{
    public List<string> Lines { get; } = [];
}

public static class NumberLoaders
{
    [DataLoader]
    internal static Task<IReadOnlyDictionary<int, Number>> GetSquareByNumberAsync(IReadOnlyList<int> numbers, FetchLog log, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        log.Lines.Add($"squares {string.Join(',', numbers)}");
        return Task.FromResult<IReadOnlyDictionary<int, Number>>(numbers.ToDictionary(number => number, number => new Number(number * number)));
    }

    [DataLoader]
    internal static Task<ILookup<int, Number>> GetDivisorsByNumberAsync(IReadOnlyList<int> numbers, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(numbers
            .SelectMany(number => Enumerable.Range(1, number).Where(divisor => number % divisor == 0).Select(divisor => (number, divisor)))
            .ToLookup(pair => pair.number, pair => new Number(pair.divisor)));
    }

    [DataLoader]
    internal static Task<Number?> GetRootByNumberAsync(int number, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Enumerable.Range(0, number + 1).Where(root => root * root == number).Select(root => new Number(root)).FirstOrDefault());
    }
}
