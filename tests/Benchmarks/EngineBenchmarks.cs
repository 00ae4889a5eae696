using System.Text;
using BenchmarkDotNet.Attributes;
using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.Benchmarks;

/// <summary>The engine alone, without a transport: what a request costs above the web server's floor, and what it allocates.</summary>
/// <remarks>In this process: a program that BenchmarkDotNet builds for itself would know nothing of the tree's package versions.</remarks>
[MemoryDiagnoser, InProcess]
public class EngineBenchmarks
{
    private static readonly OperationRequest Hello = RequestOf("{ hello }");
    private static readonly OperationRequest Medium = RequestOf("{ items(n: 50) { id name next { id name next { id name } } } }");
    private static readonly OperationRequest Large = RequestOf("{ items(n: 500) { id name next { id name next { id name } } } }");

    private static readonly OperationRequest Loaded = RequestOf("{ items(n: 1000) { id loaded { id loaded { id loaded { id } } } } }");

    private IRequestExecutor _executor = null!;

    [GlobalSetup]
    public void Build()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDataLoader((_, scheduler) => new NextItemDataLoader(scheduler));
        services.AddGraphQLServer("benchmark").AddType(typeof(ItemQueries)).AddType(typeof(ItemNode));
        _executor = services.BuildServiceProvider().GetRequiredService<IRequestExecutor>();
    }

    [Benchmark]
    public Task<int> Small() => ExecuteAsync(Hello);

    [Benchmark]
    public Task<int> FiftyItemsThreeLevels() => ExecuteAsync(Medium);

    [Benchmark]
    public Task<int> FiveHundredItemsThreeLevels() => ExecuteAsync(Large);

    /// <summary>A batch for each level.</summary>
    [Benchmark]
    public Task<int> ThousandKeysThreeLevels() => ExecuteAsync(Loaded);

    private static OperationRequest RequestOf(string document) => new() { Document = Encoding.UTF8.GetBytes(document) };

    private async Task<int> ExecuteAsync(OperationRequest request)
    {
        await using var result = await _executor.ExecuteAsync(request, CancellationToken.None);
        return ((OperationResult)result).Body.Length;
    }
}

/// <summary>An item of a list, and the one that follows it.</summary>
public sealed record Item([property: ID] string Id, string Name)
{
    public static Item Of(int number) => new($"{number}", $"item-{number}");

    public Item Next => Of(int.Parse(Id, System.Globalization.CultureInfo.InvariantCulture) + 1);
}

/// <summary>The fields of the public engine benchmark.</summary>
[QueryType]
public static class ItemQueries
{
    public static string Hello() => "Hello World";

    public static IReadOnlyList<Item> GetItems(int n = 10) => [.. Enumerable.Range(0, n).Select(Item.Of)];
}

[ObjectType<Item>]
public static class ItemNode
{
    public static Task<Item?> GetLoadedAsync([Parent] Item item, NextItemDataLoader items, CancellationToken cancellationToken)
        => items.LoadAsync(item.Id, cancellationToken);
}

public sealed class NextItemDataLoader(IBatchScheduler scheduler) : BatchDataLoader<string, Item>(scheduler)
{
    protected override DataLoaderBase<string, Item> CreateBranch() => new NextItemDataLoader(Scheduler);

    protected override async Task<IReadOnlyDictionary<string, Item>> LoadBatchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return keys.ToDictionary(key => key, key => Item.Of(int.Parse(key, System.Globalization.CultureInfo.InvariantCulture)).Next);
    }
}
