using System.Text;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Tests;

/// <summary>With the limits that a gateway has by default: what operations that are meant to hurt cost before they are refused.</summary>
public sealed class HostileOperationTests
{
    // What the widest operation that is planned may take: some 25 KB for each of 10,000 selections.
    private const long BytesMax = 256L * 1024 * 1024;

    private readonly Shop _shop = new();

    public static TheoryData<string, string, string> Operations => new()
    {
        { "PLAN_STEPS_MAX", nameof(Shop), $"{{ me {{ reviews {{ {Aliased("product { name shipping rating }", 500)} }} }} }}" },
        { "SELECTIONS_MAX", nameof(Shop), $"{{ me {{ {Spread(101)} }} }} fragment F on User {{ {Aliased("name", 100)} }}" },
        { "SELECTIONS_MAX", nameof(Shop), Doubling(30) },
        { "PLAN_DEPTH_MAX", nameof(Maze), $"{{ there {Walk(29)} }}" },
        { "PLAN_TOO_COMPLEX", nameof(Maze), $"{{ here {{ {Aliased("deep { sum }", 250)} }} }}" },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void What_is_refused_costs_little(string code, string schema, string operation)
    {
        var document = Parser.Parse(operation);
        var planner = new Planner((schema == nameof(Maze) ? (ComposedSources)new Maze() : _shop).Composed);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var refusal = Assert.Throws<PlanException>(() => planner.Plan(document));

        Assert.Equal(code, refusal.Code);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, BytesMax);
    }

    [Fact]
    public void What_is_just_allowed_costs_little()
    {
        var document = Parser.Parse($"{{ me {{ {Spread(90)} }} }} fragment F on User {{ {Aliased("name", 100)} }}");
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.NotNull(new Planner(_shop.Composed).Plan(document));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, BytesMax);
    }

    private static string Aliased(string field, int count)
        => string.Join(' ', Enumerable.Range(0, count).Select(number => $"a{number}: {field}"));

    // The same fields below other names, so that nothing merges.
    private static string Spread(int count)
        => string.Join(' ', Enumerable.Range(0, count).Select(number => $"r{number}: reviews {{ author {{ ...F }} }}"));

    // Each fragment spreads the next one twice below two names: 2^depth selections in a document of a kilobyte.
    private static string Doubling(int depth)
    {
        var text = new StringBuilder("{ me { ...F0 } }");
        for (var i = 0; i < depth; i++)
        {
            text.Append(null, $" fragment F{i} on User {{ a{i}: reviews {{ author {{ ...F{i + 1} }} }} b{i}: reviews {{ author {{ ...F{i + 1} }} }} }}");
        }

        return text.Append(null, $" fragment F{depth} on User {{ name }}").ToString();
    }

    // From entity to entity, each in the source that does not have the one before: as deep as validation lets a document be.
    private static string Walk(int steps) => steps == 0 ? "{ id }" : $"{{ {(steps % 2 == 1 ? "left" : "right")} {Walk(steps - 1)} }}";

    /// <summary>Two sources that lead to each other, and a field that requires much.</summary>
    private sealed class Maze : ComposedSources
    {
        private static readonly IReadOnlyList<string> Parts = [.. Enumerable.Range(0, 12).Select(number => $"p{number}")];

        public override IReadOnlyList<TestSource> Sources { get; } =
        [
            new TestSource("left", $$"""
                type Query { here: Place there: Right left(id: ID!): Left @lookup @internal }
                type Place { deep: Right! }
                type Left @key(fields: "id") { id: ID! right: Right! }
                type Right @key(fields: "id") { id: ID! {{string.Join(' ', Parts.Select(part => $"{part}: Int!"))}} }
                """),
            new TestSource("right", $$"""
                type Query { right(id: ID!): Right @lookup @internal }
                type Left @key(fields: "id") { id: ID! }
                type Right @key(fields: "id") { id: ID! left: Left! sum({{string.Join(' ', Parts.Select(part => $"{part}: Int! @require(field: \"{part}\")"))}}): Int }
                """),
        ];
    }
}
