using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Tests;

public sealed record Shelf(int Number)
{
    [ListSize(AssumedSize = 5)] public IReadOnlyList<Shelf> Neighbours { get; } = [];

    public string Label => $"Shelf {Number}";

    public Shelf? Twin { get; init; }
}

[QueryType]
public static class ShelfQueries
{
    [ListSize(AssumedSize = 8, SlicingArguments = ["count"])]
    public static IReadOnlyList<Shelf> GetShelves(int? count = null) => [new Shelf(count ?? 0)];

    [ListSize(SlicingArguments = ["top", "bottom"], RequireOneSlicingArgument = true)]
    public static IReadOnlyList<Shelf> GetBest(int? top = null, int? bottom = null) => [new Shelf(top ?? bottom ?? 0)];

    public static IReadOnlyList<Shelf> GetUnsized() => [];

    [Cost(50)]
    public static Shelf Dear([Cost(7)] int? fine = null) => new(fine ?? 1);

    public static Shelf Search([Cost(1)] ShelfFilter? filter = null) => new(filter?.Number ?? 1);

    public static Task<Shelf> LaterAsync() => Task.FromResult(new Shelf(1));

    public static Page<Shelf> GetPage(PagingArguments paging) => Page<Shelf>.Empty;
}

public sealed record ShelfFilter([property: Cost(3)] string? Text = null, [Cost(2)] int? Number = null, IReadOnlyList<ShelfFilter>? Or = null);

/// <summary>https://ibm.github.io/graphql-specs/cost-spec.html</summary>
public sealed class CostTests
{
    [Theory]
    [InlineData("{ dear { label } }", "{}", 50, 2)]
    [InlineData("{ dear(fine: 3) { label } }", "{}", 57, 2)]
    [InlineData("query ($fine: Int) { dear(fine: $fine) { label } }", "{}", 50, 2)]
    [InlineData("query ($fine: Int) { dear(fine: $fine) { label } }", """{ "fine": null }""", 57, 2)]
    [InlineData("{ search { label } }", "{}", 1, 2)]
    [InlineData("{ search(filter: {}) { label } }", "{}", 1 + 1, 2)]
    [InlineData("""{ search(filter: { text: "a" }) { label } }""", "{}", 1 + 1 + 3, 2)]
    [InlineData("""{ search(filter: { or: [{ text: "a" }, { text: "b", number: 1 }] }) { label } }""", "{}", 1 + 1 + 3 + (3 + 2), 2)]
    [InlineData("query ($filter: ShelfFilterInput) { search(filter: $filter) { label } }", """{ "filter": { "or": [{ "text": "a" }, { "number": null }] } }""", 1 + 1 + 3 + 2, 2)]
    [InlineData("query ($filter: ShelfFilterInput = { number: 1 }) { search(filter: $filter) { label } }", "{}", 1 + 1 + 2, 2)]
    [InlineData("query ($filter: ShelfFilterInput) { search(filter: $filter) { label } }", "{}", 1, 2)]
    [InlineData("query ($text: String) { search(filter: { text: $text }) { label } }", "{}", 1 + 1, 2)]
    [InlineData("query ($text: String, $more: [ShelfFilterInput!]) { search(filter: { text: $text, or: $more }) { label } }", """{ "text": "a", "more": [{ "number": 1 }, {}] }""", 1 + 1 + 3 + 2, 2)]
    [InlineData("{ later { label } }", "{}", 10, 2)]
    [InlineData("{ shelves { label } }", "{}", 1, 9)]
    [InlineData("{ shelves { neighbours { twin { label } } } }", "{}", 1 + (8 * (1 + (5 * 1))), 1 + (8 * (1 + (5 * 2))))]
    [InlineData("{ shelves(count: 3) { twin { label } } }", "{}", 4, 7)]
    [InlineData("query ($n: Int) { shelves(count: $n) { twin { label } } }", """{ "n": 30 }""", 31, 61)]
    [InlineData("query ($n: Int = 2) { shelves(count: $n) { twin { label } } }", "{}", 3, 5)]
    [InlineData("query ($n: Int) { shelves(count: $n) { twin { label } } }", "{}", 9, 17)]
    [InlineData("{ unsized { twin { label } } }", "{}", 11, 21)]
    [InlineData("{ page(first: 4) { nodes { twin { label } } pageInfo { endCursor } } }", "{}", 10 + 1 + (4 * 1) + 1, 1 + 1 + (4 * 2) + 1)]
    [InlineData("{ page { edges { node { label } } } }", "{}", 10 + 1 + (20 * 1), 1 + 1 + (20 * 2))]
    [InlineData("{ dear { twin { label } } ...F } fragment F on Query { dear { twin { label } twin { number } } }", "{}", 51, 3)]
    [InlineData("query ($no: Boolean!) { dear @skip(if: $no) { label } later @include(if: $no) { label } }", """{ "no": true }""", 10, 2)]
    [InlineData("{ __schema { types { fields { name } } } }", "{}", 0, 1)]
    public async Task Operation_Should_Have_The_Price_Of_What_It_May_Do(string document, string variables, double fieldCost, double typeCost)
    {
        await using var services = Services();

        var answer = await AskAsync(services, document, variables, "validate");

        Assert.Equal("{\"extensions\":{\"operationCost\":{\"fieldCost\":" + fieldCost + ",\"typeCost\":" + typeCost + "}}}", answer);
    }

    [Fact]
    public async Task Weights_Should_Stand_In_The_Schema()
    {
        await using var services = Services();

        var sdl = SchemaPrinter.Print(services.GetRequiredService<IRequestExecutor>().Schema);

        Assert.Contains("directive @cost(weight: String!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR", sdl, StringComparison.Ordinal);
        Assert.Contains("  text: String @cost(weight: \"3\")\n  number: Int @cost(weight: \"2\")\n", sdl, StringComparison.Ordinal);
        Assert.Contains("search(filter: ShelfFilterInput @cost(weight: \"1\")): Shelf!", sdl, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Price_Should_Be_Told_Beside_The_Answer()
    {
        await using var services = Services();

        Assert.Equal(
            """{"data":{"dear":{"label":"Shelf 3"}},"extensions":{"operationCost":{"fieldCost":57,"typeCost":2}}}""",
            await AskAsync(services, "{ dear(fine: 3) { label } }", "{}", "report"));
        Assert.Equal("""{"data":{"dear":{"label":"Shelf 3"}}}""", await AskAsync(services, "{ dear(fine: 3) { label } }", "{}", null));
    }

    [Theory]
    [InlineData("query ($n: Int) { shelves(count: $n) { twin { label } } }", """{ "n": 99 }""", """{"data":{"shelves":[{"twin":null}]}}""")]
    [InlineData("query ($n: Int) { shelves(count: $n) { twin { label } } }", """{ "n": 100 }""",
        """{"errors":[{"message":"The maximum allowed field cost was exceeded.","extensions":{"code":"HC0047","fieldCost":101,"maxFieldCost":100}}]}""")]
    [InlineData("query ($n: Int) { shelves(count: $n) { label } }", """{ "n": 2147483647 }""",
        """{"errors":[{"message":"The maximum allowed type cost was exceeded.","extensions":{"code":"HC0047","typeCost":2147483648,"maxTypeCost":1000}}]}""")]
    [InlineData("{ best { label } }", "{}",
        """{"errors":[{"message":"Exactly one of the arguments top, bottom must be given.","locations":[{"line":1,"column":3}],"extensions":{"code":"HC0082"}}]}""")]
    [InlineData("{ best(top: 1, bottom: 1) { label } }", "{}",
        """{"errors":[{"message":"Exactly one of the arguments top, bottom must be given.","locations":[{"line":1,"column":3}],"extensions":{"code":"HC0082"}}]}""")]
    [InlineData("{ best(bottom: 1) { label } }", "{}", """{"data":{"best":[{"label":"Shelf 1"}]}}""")]
    public async Task Operation_Should_Be_Refused_When_It_May_Cost_Too_Much(string document, string variables, string expected)
    {
        await using var services = Services(new CostOptions { FieldCostMax = 100, TypeCostMax = 1000 });

        Assert.Equal(expected, await AskAsync(services, document, variables, null));
    }

    private static ServiceProvider Services(CostOptions? cost = null)
    {
        var services = new ServiceCollection();
        services.AddGraphQLServer("shelves").AddType(typeof(ShelfQueries)).ModifyOptions(options => options.Cost = cost ?? options.Cost);
        return services.BuildServiceProvider();
    }

    private static async Task<string> AskAsync(IServiceProvider services, string document, string variables, string? header)
    {
        var request = ShopServer.Request(document, variables) with
        {
            Headers = header is null ? null : new Dictionary<string, string> { ["GraphQL-Cost"] = header },
        };
        await using var result = await services.GetRequiredService<IRequestExecutor>().ExecuteAsync(request, CancellationToken.None);
        return ((OperationResult)result).Body.ToString();
    }
}
