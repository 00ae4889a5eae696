using System.Text;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Tests;

using Record = Dictionary<string, object?>;

/// <summary>Two sources that say what some of their fields cost.</summary>
internal sealed class Priced : ComposedSources
{
    private const string Directives = """
        directive @cost(weight: String!) on FIELD_DEFINITION | ARGUMENT_DEFINITION | OBJECT
        directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION

        """;

    public override IReadOnlyList<TestSource> Sources { get; } =
    [
        new TestSource("items", Directives + """
            type Query {
              items(first: Int = 3, last: Int): [Item!]! @listSize(slicingArguments: ["first"])
              one(first: Int, last: Int): [Item!]! @listSize(slicingArguments: ["first", "last"])
              page(first: Int, after: String): ItemConnection!
              plain: [Item!]!
              dear(fine: Int @cost(weight: "7")): Item @cost(weight: "50") @shareable
            }
            type ItemConnection { nodes: [Item!]! pageInfo: PageInfo! }
            type PageInfo { hasNextPage: Boolean! }
            type Item @key(fields: "id") { id: ID! }
            """).On("Query.dear", new Record { ["id"] = "1" }),
        new TestSource("parts", Directives + """
            type Query { item(id: ID!): Item @lookup @internal dear(fine: Int): Item @cost(weight: "70") @shareable }
            type Item @key(fields: "id") { id: ID! part: Part }
            type Part @cost(weight: "4") { name: String! }
            """).On("Query.item", (_, a) => new Record { ["id"] = a["id"], ["part"] = new Record { ["name"] = "Screw" } })
            .On("Query.dear", new Record { ["id"] = "1", ["part"] = new Record { ["name"] = "Screw" } }),
    ];
}

/// <summary>What operations cost is known and limited before any source is asked. https://ibm.github.io/graphql-specs/cost-spec.html</summary>
public abstract class CostTests : BothTransports
{
    protected CostTests(bool overHttp)
        : this(new Priced(), overHttp)
    {
    }

    private CostTests(Priced priced, bool overHttp)
        : base(priced, overHttp) => Priced = priced;

    private Priced Priced { get; }

    [Theory]
    [InlineData("{ plain { id } }", "{}", 1, 1 + 10)]
    [InlineData("{ plain { part { name } } }", "{}", 1 + 10, 1 + (10 * (1 + 4)))]
    [InlineData("{ items { part { name } } }", "{}", 1 + 3, 1 + (3 * (1 + 4)))]
    [InlineData("query($n: Int) { items(first: $n) { part { name } } }", """{"n":30}""", 1 + 30, 1 + (30 * (1 + 4)))]
    [InlineData("query($n: Int) { items(first: $n) { part { name } } }", """{"n":2}""", 1 + 2, 1 + (2 * (1 + 4)))]
    [InlineData("{ page { nodes { id } } }", "{}", 1 + 1, 1 + 1 + 20)]
    [InlineData("{ page(first: 5) { nodes { part { name } } pageInfo { hasNextPage } } }", "{}", 1 + 1 + 5 + 1, 1 + 1 + (5 * (1 + 4)) + 1)]
    [InlineData("{ dear { id } }", "{}", 70, 1 + 1)]
    [InlineData("{ dear(fine: 1) { id } }", "{}", 70 + 7, 1 + 1)]
    [InlineData("query($no: Boolean!) { dear @skip(if: $no) { id } }", """{"no":true}""", 0, 1)]
    public async Task The_price_is_told_without_asking_any_source(string document, string variables, double fieldCost, double typeCost)
    {
        Assert.Equal("{\"extensions\":{\"operationCost\":{\"fieldCost\":" + fieldCost + ",\"typeCost\":" + typeCost + "}}}", await AskAsync(document, variables, "validate"));
        Assert.All(Priced.Sources, source => Assert.Equal(0, source.Requests));
    }

    [Fact]
    public async Task The_price_stands_beside_the_answer_for_who_asks()
    {
        var options = new FusionOptions { AllowPlanRequests = true };
        const string document = "{ dear { id } }";
        Assert.Equal("""{"data":{"dear":{"id":"1"}},"extensions":{"operationCost":{"fieldCost":70,"typeCost":2}}}""", await AskAsync(document, "{}", "report"));
        Assert.Equal("""{"data":{"dear":{"id":"1"}}}""", await AskAsync(document, "{}", null));
        Assert.EndsWith("""}\n","operationCost":{"fieldCost":70,"typeCost":2}}}""", await AskAsync(document, "{}", "report", options, plan: "1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("query($n: Int) { items(first: $n) { part { name } } }", """{"n":101}""", """{"errors":[{"message":"The maximum allowed type cost was exceeded.","extensions":{"code":"HC0047","typeCost":506,"maxTypeCost":500}}]}""")]
    [InlineData("{ a: dear { id } b: dear { id } }", "{}", """{"errors":[{"message":"The maximum allowed field cost was exceeded.","extensions":{"code":"HC0047","fieldCost":140,"maxFieldCost":120}}]}""")]
    [InlineData("{ one(first: 1, last: 1) { id } }", "{}", """{"errors":[{"message":"Exactly one of the arguments first, last must be given.","locations":[{"line":1,"column":3}],"extensions":{"code":"HC0082"}}]}""")]
    public async Task What_may_cost_too_much_is_refused_before_any_source_is_asked(string document, string variables, string expected)
    {
        var gateway = Priced.Executor(new FusionOptions { Cost = new CostOptions { FieldCostMax = 120, TypeCostMax = 500 } });
        Assert.Equal(expected, await ComposedSources.AskAsync(gateway, document, variables));
        Assert.Equal(expected, await ComposedSources.AskAsync(gateway, document, variables));
        Assert.All(Priced.Sources, source => Assert.Equal(0, source.Requests));
    }

    [Fact]
    public void Of_several_weights_the_composed_schema_has_the_greatest()
    {
        Assert.Contains("""dear(fine: Int @cost(weight: "7")""", Priced.Document, StringComparison.Ordinal);
        Assert.Contains(""": Item @cost(weight: "70")""", Priced.Document, StringComparison.Ordinal);
        Assert.Contains("""type Part @cost(weight: "4")""", Priced.Document, StringComparison.Ordinal);
        Assert.Contains("""@listSize(slicingArguments: ["first"])""", Priced.Document, StringComparison.Ordinal);
        Assert.Contains("directive @cost(weight: String!) on", Priced.Document, StringComparison.Ordinal);
        Assert.DoesNotContain("@cost", new Shop().Document, StringComparison.Ordinal);
    }

    private async Task<string> AskAsync(string document, string variables, string? cost, FusionOptions? options = null, string plan = "0")
    {
        var headers = new Dictionary<string, string> { [FusionOptions.PlanHeader] = plan };
        if (cost is not null)
        {
            headers["GraphQL-Cost"] = cost;
        }

        var request = new OperationRequest { Document = Encoding.UTF8.GetBytes(document), Variables = Encoding.UTF8.GetBytes(variables), Headers = headers };
        await using var result = await Priced.Executor(options).ExecuteAsync(request, CancellationToken.None);
        return Assert.IsType<OperationResult>(result).Body.ToString();
    }
}

public sealed class CostsInProcessTests() : CostTests(overHttp: false);

public sealed class CostsOverHttpTests() : CostTests(overHttp: true);
