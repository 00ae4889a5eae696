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

    public static TheoryData<string, string> Operations => new()
    {
        { "PLAN_STEPS_MAX", $"{{ me {{ reviews {{ {Aliased("product { name shipping rating }", 500)} }} }} }}" },
        { "SELECTIONS_MAX", $"{{ me {{ {Spread(101)} }} }} fragment F on User {{ {Aliased("name", 100)} }}" },
        { "SELECTIONS_MAX", Doubling(30) },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void What_is_refused_costs_little(string code, string operation)
    {
        var document = Parser.Parse(operation);
        var planner = new Planner(_shop.Composed);
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
}
