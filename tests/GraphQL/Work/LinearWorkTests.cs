using System.Text;
using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Tests;

public sealed record Worker
{
    public string Name { get; } = "Worker";

    public Worker Self => this;
}

[ObjectType<Worker>]
public static class WorkerNode
{
    public static Worker GetOther([Parent] Worker worker, int number = 0) => number < 0 ? new Worker() : worker;

    public static string Label([Parent] Worker worker) => worker.Name;
}

public sealed record Job(string? Name = null, IReadOnlyList<int>? Steps = null, IReadOnlyList<Job>? Parts = null);

[QueryType]
public static class WorkerQueries
{
    public static Worker GetWorker() => new();

    public static int Steps(Job job) => (job.Steps?.Count ?? 0) + (job.Parts?.Sum(Steps) ?? 0);
}

/// <summary>
/// A document that is ten times as long makes at most eleven times the work, whatever it is made of. Work is counted as what the thread
/// allocates: each thing that parser, validator and executor look at makes something. Comparisons, which do not, are counted by their
/// limit in <see cref="ValidationLimitsTests"/>.
/// </summary>
public sealed class LinearWorkTests
{
    private static readonly ValidationLimits Unlimited = new()
    {
        FieldsMax = int.MaxValue, RootFieldsMax = int.MaxValue, AliasesMax = int.MaxValue, MergeComparisonsMax = int.MaxValue, DepthMax = 1_000, FragmentDepthMax = 1_000,
    };

    public static TheoryData<string, int> Shapes => new()
    {
        { "fields", 100 },
        { "aliases", 100 },
        { "same fields", 100 },
        { "same fields with arguments and selections", 50 },
        { "fragments in one selection", 50 },
        { "fragments that all select the same", 50 },
        { "fragments in a row", 10 },
        { "inline fragments", 50 },
        { "nesting", 10 },
        { "variables", 50 },
        { "list items", 100 },
        { "input objects", 50 },
        { "operations", 20 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Parsing_Should_Be_Linear(string shape, int size)
        => AssertLinear(size, count => Document(shape, count), document => Parser.Parse(document, ParserOptions.Trusted));

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Validation_Should_Be_Linear(string shape, int size)
    {
        using var services = Services();
        var schema = services.GetRequiredService<IRequestExecutor>().Schema;

        AssertLinear(size, count => Parser.Parse(Document(shape, count), ParserOptions.Trusted), document => Assert.Empty(DocumentValidator.Validate(schema, document, Unlimited)));
    }

    /// <summary>The whole way of a document that nobody has sent before.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void Execution_Should_Be_Linear(string shape, int size)
    {
        using var services = Services();
        var executor = services.GetRequiredService<IRequestExecutor>();

        var turn = 0;
        AssertLinear(
            size, count => new OperationRequest { Document = Encoding.UTF8.GetBytes($"{Document(shape, count)} # {turn++ % 10}"), OperationName = shape == "operations" ? "Q0" : null },
            request =>
            {
                var execution = executor.ExecuteAsync(request, CancellationToken.None);
                Assert.True(execution.IsCompletedSuccessfully);
                using var result = (OperationResult)execution.GetAwaiter().GetResult();
                Assert.False(result.HasErrors, result.Body.ToString());
            });
    }

    private static void AssertLinear<T>(int size, Func<int, T> create, Action<T> work)
    {
        // Whatever is made once only, such as pooled buffers of the right size, is made here.
        work(create(10 * size));
        work(create(size));

        var small = Allocated(create(size), work);
        var large = Allocated(create(10 * size), work);

        Assert.True(large <= 11 * small, $"{size}: {small} bytes; {10 * size}: {large} bytes, {(double)large / small:0.0} times as many.");
    }

    private static long Allocated<T>(T subject, Action<T> work)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        work(subject);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string Document(string shape, int count) => shape switch
    {
        "fields" => $"{{ worker {{ {Each(count, i => i % 2 == 0 ? "name" : "label")} }} }}",
        "aliases" => $"{{ worker {{ {Each(count, i => $"a{i}: name")} }} }}",
        "same fields" => $"{{ worker {{ {Each(count, _ => "name")} }} }}",
        "same fields with arguments and selections" => $"{{ worker {{ {Each(count, _ => "other(number: 7) { name self { label } }")} }} }}",
        "fragments in one selection" => $"{{ worker {{ {Each(count, i => $"...F{i}")} }} }} {Each(count, i => $"fragment F{i} on Worker {{ a{i}: name }}")}",
        "fragments that all select the same"
            => $"{{ worker {{ {Each(count, i => $"...F{i}")} }} }} {Each(count, i => $"fragment F{i} on Worker {{ name other(number: 1) {{ label }} }}")}",
        "fragments in a row" => $"{{ worker {{ ...F0 }} }} {Each(count, i => $"fragment F{i} on Worker {{ a{i}: name {(i < count - 1 ? $"...F{i + 1}" : "")} }}")}",
        "inline fragments" => $"{{ worker {{ {Each(count, i => $"... on Worker {{ a{i}: name }}")} }} }}",
        "nesting" => $"{{ worker {{ {Each(count, _ => "self { name")} {Each(count, _ => "}")} }} }}",
        "variables" => $"query ({Each(count, i => $"$v{i}: Int = {i}")}) {{ worker {{ {Each(count, i => $"a{i}: other(number: $v{i}) {{ name }}")} }} }}",
        "list items" => $"{{ steps(job: {{ steps: [{Each(count, i => $"{i}")}] }}) }}",
        "input objects" => $"{{ steps(job: {{ parts: [{Each(count, i => $"{{ name: \"{i}\" steps: [{i}] }}")}] }}) }}",
        "operations" => Each(count, i => $"query Q{i} {{ worker {{ name label }} }}"),
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, null),
    };

    private static string Each(int count, Func<int, string> part) => string.Join(' ', Enumerable.Range(0, count).Select(part));

    private static ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddGraphQLServer("work").AddType(typeof(WorkerQueries)).AddType(typeof(WorkerNode)).ModifyOptions(options =>
        {
            options.Validation = Unlimited;
            options.Parser = ParserOptions.Trusted;
            options.Cost = new CostOptions { FieldCostMax = double.MaxValue, TypeCostMax = double.MaxValue };
        });
        return services.BuildServiceProvider();
    }
}
