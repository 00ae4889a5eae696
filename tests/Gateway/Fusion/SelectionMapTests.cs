namespace FinFlow.Gateway.Tests;

using Record = Dictionary<string, object?>;

/// <summary>Sources whose keys and requirements are selected with arguments, and a lookup that takes one of two keys.</summary>
internal sealed class Depots : ComposedSources
{
    public TestSource Goods { get; } = new TestSource("goods", """
        type Query { goods: [Product!]! }
        type Product @key(fields: "id(scope: LOCAL)") {
          id(scope: Scope!): ID!
          name: String!
          weight(unit: Unit! = KILO): Int!
          packaging(material: Material!): Packaging
          parts: [Packaging!]!
          owner: Person
        }
        type Packaging { weight(unit: Unit! = KILO): Int! }
        type Person @key(fields: "id") { id: ID! }
        enum Scope { LOCAL GLOBAL }
        enum Unit { KILO POUND }
        enum Material { BOX BAG }
        """)
        .On("Query.goods", (_, _) => Products)
        .On("Product.id", (product, a) => Equals(a["scope"], "LOCAL") ? product["local"] : $"g-{product["local"]}")
        .On("Product.weight", Weight)
        .On("Packaging.weight", Weight)
        .On("Product.packaging", (_, a) => Equals(a["material"], "BOX") ? new Record { ["kilo"] = 2L } : new Record { ["kilo"] = 1L });

    public TestSource Shipping { get; } = new TestSource("shipping", """
        type Query { productByLocal(local: ID! @is(field: "id(scope: LOCAL)")): Product @lookup @internal }
        type Product @key(fields: "id(scope: LOCAL)") {
          id(scope: Scope!): ID!
          cost(pounds: Int! @require(field: "weight(unit: POUND)")): Int!
          tare(box: Int! @require(field: "packaging(material: BOX).weight"), bag: Int! @require(field: "packaging(material: BAG).weight(unit: POUND)")): String!
          label(load: Load! @require(field: "{ weight, pounds: weight(unit: POUND), parts: parts[weight(unit: POUND)] }")): String!
        }
        input Load { weight: Int! pounds: Int! parts: [Int!]! }
        enum Scope { LOCAL GLOBAL }
        """)
        .On("Query.productByLocal", (_, a) => new Record { ["local"] = a["local"] })
        .On("Product.cost", (product, a) => (long)a["pounds"]! * 10)
        .On("Product.tare", (product, a) => $"{product["local"]} {a["box"]} {a["bag"]}")
        .On("Product.label", (product, a) =>
        {
            var load = (Record)a["load"]!;
            return $"{product["local"]} {load["weight"]} {load["pounds"]} [{string.Join(' ', (List<object?>)load["parts"]!)}]";
        });

    public TestSource Mails { get; } = new TestSource("mails", """
        type Query { senders: [Person!]! }
        type Person @key(fields: "email") { email: String! }
        """)
        .On("Query.senders", new List<Record> { new() { ["email"] = "ada@example.com" }, new() { ["email"] = "nobody@example.com" } });

    public TestSource People { get; } = new TestSource("people", """
        type Query { person(by: PersonBy! @is(field: "{ id } | { email }")): Person @lookup @internal }
        input PersonBy @oneOf { id: ID email: String }
        type Person { id: ID! email: String! name: String }
        """)
        .On("Query.person", (_, a) => Persons.FirstOrDefault(person => ((Record)a["by"]!).All(key => Equals(person[key.Key], key.Value))));

    public override IReadOnlyList<TestSource> Sources => [Goods, Shipping, Mails, People];

    private static List<Record> Products { get; } =
    [
        new() { ["local"] = "p1", ["name"] = "Hammer", ["kilo"] = 5L, ["owner"] = new Record { ["id"] = "1" }, ["parts"] = new List<Record> { new() { ["kilo"] = 3L }, new() { ["kilo"] = 4L } } },
        new() { ["local"] = "p2", ["name"] = "Nail", ["kilo"] = 1L, ["owner"] = new Record { ["id"] = "7" }, ["parts"] = new List<Record>() },
    ];

    private static List<Record> Persons { get; } =
    [
        new() { ["id"] = "1", ["email"] = "ada@example.com", ["name"] = "Ada" },
        new() { ["id"] = "2", ["email"] = "grace@example.com", ["name"] = "Grace" },
    ];

    private static object? Weight(IReadOnlyDictionary<string, object?> thing, IReadOnlyDictionary<string, object?> arguments)
        => (long)thing["kilo"]! * (Equals(arguments["unit"], "POUND") ? 2 : 1);
}

/// <summary>What a field selection map can say beyond names, executed.</summary>
public abstract class SelectionMapTests : BothTransports
{
    protected SelectionMapTests(bool overHttp)
        : this(new Depots(), overHttp)
    {
    }

    private SelectionMapTests(Depots depots, bool overHttp)
        : base(depots, overHttp) => Depots = depots;

    private Depots Depots { get; }

    [Fact]
    public async Task A_key_and_a_requirement_are_read_with_their_arguments()
    {
        Assert.Equal("""{"data":{"goods":[{"cost":100},{"cost":20}]}}""", await Depots.AskAsync("{ goods { cost } }"));
        Assert.Equal(["""{"k1":"p1","k2":10}""", """{"k1":"p2","k2":2}"""], Depots.Shipping.Executed.Select(call => call.Variables));
    }

    [Fact]
    public async Task What_the_client_asks_with_other_arguments_is_its_own()
        => Assert.Equal(
            """{"data":{"goods":[{"id":"g-p1","weight":5,"cost":100,"half":10},{"id":"g-p2","weight":1,"cost":20,"half":2}]}}""",
            await Depots.AskAsync("query($u: Unit!) { goods { id(scope: GLOBAL) weight cost half: weight(unit: $u) } }", """{"u":"POUND"}"""));

    [Fact]
    public async Task Fields_on_the_way_have_arguments_too()
        => Assert.Equal("""{"data":{"goods":[{"tare":"p1 2 2"},{"tare":"p2 2 2"}]}}""", await Depots.AskAsync("{ goods { tare } }"));

    [Fact]
    public async Task Parts_of_an_object_and_elements_of_a_list_have_arguments_too()
        => Assert.Equal("""{"data":{"goods":[{"label":"p1 5 10 [6 8]"},{"label":"p2 1 2 []"}]}}""", await Depots.AskAsync("{ goods { label } }"));

    [Fact]
    public async Task Of_two_keys_the_one_is_sent_that_is_known()
    {
        Assert.Equal(
            """{"data":{"goods":[{"owner":{"name":"Ada"}},{"owner":{"name":null}}],"senders":[{"name":"Ada"},{"name":null}]}}""",
            await Depots.AskAsync("{ goods { owner { name } } senders { name } }"));
        Assert.Equal(
            ["""{"k1":{"email":"ada@example.com"}}""", """{"k1":{"email":"nobody@example.com"}}""", """{"k1":{"id":"1"}}""", """{"k1":{"id":"7"}}"""],
            Depots.People.Executed.Select(call => call.Variables).Order(StringComparer.Ordinal));
    }
}

public sealed class SelectionMapsInProcessTests() : SelectionMapTests(overHttp: false);

public sealed class SelectionMapsOverHttpTests() : SelectionMapTests(overHttp: true);
