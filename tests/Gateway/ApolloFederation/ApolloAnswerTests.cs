using System.Text;
using System.Text.Json;
using FinFlow.Gateway.Composition;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Tests;

using Record = Dictionary<string, object?>;

/// <summary>Two Apollo Federation subgraphs as the gateway asks them.</summary>
internal sealed class ApolloSubgraphs : ComposedSources
{
    private const string Protocol = """
        extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@requires", "@external"])
        scalar _Any

        """;

    public TestSource Products { get; } = new TestSource("products", Protocol + """
        type Query { products: [Product!]! _entities(representations: [_Any!]!): [_Entity]! }
        union _Entity = Product
        type Product @key(fields: "upc") { upc: ID! name: String! price: Int }
        """)
        .On("Query.products", (_, _) => Goods)
        .On("Query._entities", (_, a) => Representations(a).Select(key => Goods.FirstOrDefault(good => Equals(good["upc"], key["upc"]))).ToList());

    public TestSource Shipping { get; } = new TestSource("shipping", Protocol + """
        type Query { last: Product _entities(representations: [_Any!]!): [_Entity]! }
        union _Entity = Product
        type Product @key(fields: "upc") { upc: ID! price: Int @external fee(express: Boolean): Int @requires(fields: "price") depot: String }
        """)
        .On("Query.last", new Record { ["upc"] = "p2" })
        .On("Query._entities", (_, a) => Representations(a).Select(key => new Record(key)).ToList())
        .On("Product.depot", (product, _) => Equals(product["upc"], "p2") ? throw new TestRefusal("No depot.", "GONE") : "North")
        .On("Product.fee", (product, a) => (long)product["price"]! / 10 + (Equals(a.GetValueOrDefault("express"), true) ? 1000 : 0));

    public override IReadOnlyList<TestSource> Sources => [Products, Shipping];

    protected override IReadOnlyList<SourceSchemaDocument> Schemas => ApolloSchema.Translate(base.Schemas).Sources;

    protected override ISourceClient Wrapped(ISourceClient client) => new EntitiesSourceClient(client);

    private static List<Record> Goods { get; } =
    [
        new() { ["__typename"] = "Product", ["upc"] = "p1", ["name"] = "Hammer", ["price"] = 100L },
        new() { ["__typename"] = "Product", ["upc"] = "p2", ["name"] = "Säge", ["price"] = 200L },
    ];

    private static IEnumerable<Record> Representations(IReadOnlyDictionary<string, object?> arguments)
        => ((List<object?>)arguments["representations"]!).Cast<Record>();
}

/// <summary>What subgraphs of another federation answer through the gateway. That real ones answer so is shown beside their own router, in the journeys.</summary>
public abstract class ApolloAnswerTests : BothTransports
{
    protected ApolloAnswerTests(bool overHttp)
        : this(new ApolloSubgraphs(), overHttp)
    {
    }

    private ApolloAnswerTests(ApolloSubgraphs subgraphs, bool overHttp)
        : base(subgraphs, overHttp) => Subgraphs = subgraphs;

    private ApolloSubgraphs Subgraphs { get; }

    [Fact]
    public async Task Requirements_travel_in_the_representations_of_one_request()
    {
        Assert.Equal(
            """{"data":{"products":[{"name":"Hammer","fee":1010},{"name":"Säge","fee":1020}]}}""",
            await Subgraphs.AskAsync("query($e: Boolean) { products { name fee(express: $e) } }", """{"e":true}"""));
        Assert.Equal(
            """{"k":[{"__typename":"Product","upc":"p1","price":100},{"__typename":"Product","upc":"p2","price":200}],"e":true}""",
            Assert.Single(Subgraphs.Shipping.Executed).Variables);
    }

    [Fact]
    public async Task An_entity_of_one_subgraph_is_completed_by_the_other()
        => Assert.Equal("""{"data":{"last":{"name":"Säge","fee":20}}}""", await Subgraphs.AskAsync("{ last { name fee } }"));

    [Fact]
    public async Task An_error_of_one_entity_stays_with_it_and_gets_the_clients_path()
        => Assert.Equal(
            """{"data":{"products":[{"at":"North"},{"at":null}]},"errors":[{"message":"No depot.","path":["products",1,"at"],"extensions":{"code":"GONE","service":"shipping"}}]}""",
            await Subgraphs.AskAsync("{ products { at: depot } }"));

    [Theory]
    [InlineData("""{"errors":[{"path":["_entities",1,"depot"],"message":"Gone."}],"data":{"_entities":[{"depot":"North"},{"depot":null}]}}""", "products,1,depot")]
    [InlineData("""{"data":{"_entities":[{"depot":"North"},null]},"errors":[{"message":"Gone.","path":[ "_entities" , 1 ]}]}""", "products,1,depot")]
    [InlineData("""{"data":{"_entities":[null,null]},"errors":[{"message":"Gone.","path":["_entities"]}]}""", "products,0,depot products,1,depot")]
    [InlineData("""{"data":{"_entities":[null,null]},"errors":[{"message":"Gone.","path":["_entities",7,"depot"]}]}""", "products,0,depot products,1,depot")]
    [InlineData("""{"data":null,"errors":[{"message":"Gone."}]}""", "products,0,depot products,1,depot")]
    [InlineData("""{"errors":[{"message":"Gone.","path":null}]}""", "products,0,depot products,1,depot")]
    public async Task An_error_strikes_the_entities_that_its_path_names(string answer, string paths)
    {
        var asked = await SayAsync(answer);

        var errors = asked.GetProperty("errors").EnumerateArray().ToList();
        Assert.Equal(paths, string.Join(' ', errors.Select(error => string.Join(',', error.GetProperty("path").EnumerateArray()))));
        Assert.All(errors, error => Assert.Equal("Gone.", error.GetProperty("message").GetString()));
    }

    [Theory]
    [InlineData("""{"data":{"_entities":[{"depot":"North"}]}}""")]
    [InlineData("""{"data":{"_entities":[{"depot":"North"},{"depot":"South"},{"depot":"West"}]}}""")]
    [InlineData("""{"data":{"_entities":[]}}""")]
    [InlineData("""{"data":{"_entities":null}}""")]
    [InlineData("""{"data":{"_entities":[{"depot":"North"},{"depot":"So""")]
    [InlineData("[]")]
    public async Task What_is_not_one_entity_for_each_representation_is_no_answer(string answer)
        => Assert.All(
            (await SayAsync(answer)).GetProperty("errors").EnumerateArray(), error => Assert.Equal("The service shipping is not available.", error.GetProperty("message").GetString()));

    /// <summary>Asks for the depots of both products while the shipping says this.</summary>
    private async Task<JsonElement> SayAsync(string answer)
    {
        var body = new JsonBuffer();
        body.WriteRaw(Encoding.UTF8.GetBytes(answer));
        Subgraphs.Shipping.Refusal = new OperationResult(body);
        using var document = JsonDocument.Parse(await Subgraphs.AskAsync("{ products { depot } }"));
        return document.RootElement.Clone();
    }

    [Fact]
    public async Task A_subgraph_that_is_away_nulls_only_what_depends_on_it()
    {
        Subgraphs.Shipping.Failure = new InvalidOperationException("secret");
        Assert.Equal(
            """{"data":{"products":[{"name":"Hammer","depot":null},{"name":"Säge","depot":null}]},"errors":[{"message":"The service shipping is not available.","path":["products",0,"depot"],"extensions":{"code":"SOURCE_UNAVAILABLE","service":"shipping"}},{"message":"The service shipping is not available.","path":["products",1,"depot"],"extensions":{"code":"SOURCE_UNAVAILABLE","service":"shipping"}}]}""",
            await Subgraphs.AskAsync("{ products { name depot } }"));
    }
}

public sealed class ApolloAnswersInProcessTests() : ApolloAnswerTests(overHttp: false);

public sealed class ApolloAnswersOverHttpTests() : ApolloAnswerTests(overHttp: true);
