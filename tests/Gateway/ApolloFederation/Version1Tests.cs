using System.Text;
using FinFlow.Gateway.Composition;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Tests;

using Record = Dictionary<string, object?>;

/// <summary>Subgraphs of version 1 and no other: types are extended, values belong to nobody, and no schema links anything.</summary>
internal sealed class Version1Subgraphs : ComposedSources
{
    /// <summary>What `_service { sdl }` of each says.</summary>
    private static readonly Dictionary<string, string> Told = new()
    {
        ["users"] = """
            extend type Query { me: User }
            type User @key(fields: "id") { id: ID! name: String! email: String }
            """,
        ["products"] = """
            extend type Query { top: [Product!]! }
            type Product @key(fields: "upc") { upc: String! name: String! price: Int weight: Int size: Size }
            type Size { width: Int! height: Int! }
            """,
        ["reviews"] = """
            type Query @extends { reviews: [Review!]! }
            type Subscription { reviewAdded: Review! }
            type Review { body: String! author: User! @provides(fields: "email") product: Product! }
            extend type User @key(fields: "id") { id: ID! @external email: String @external reviews: [Review!]! }
            type Product @extends @key(fields: "upc") { upc: String! @external reviews: [Review!]! }
            """,
        ["inventory"] = """
            extend type Product @key(fields: "upc") {
              upc: String! @external
              price: Int @external
              weight: Int @external
              shipping(express: Boolean): Int @requires(fields: "price weight")
              box: Size
            }
            type Size { width: Int! height: Int! }
            """,
    };

    public TestSource Users { get; } = new TestSource("users", """
        scalar _Any
        union _Entity = User
        type Query { me: User _entities(representations: [_Any!]!): [_Entity]! }
        type User { id: ID! name: String! email: String }
        """)
        .On("Query.me", new Record { ["id"] = "1", ["name"] = "Ada" })
        .On("Query._entities", (_, a) => Entities(a, user => user["name"] = Equals(user["id"], "1") ? "Ada" : "Grace"));

    public TestSource Products { get; } = new TestSource("products", """
        scalar _Any
        union _Entity = Product
        type Query { top: [Product!]! _entities(representations: [_Any!]!): [_Entity]! }
        type Product { upc: String! name: String! price: Int weight: Int size: Size }
        type Size { width: Int! height: Int! }
        """)
        .On("Query.top", (_, _) => Goods)
        .On("Query._entities", (_, a) => Entities(a, product => Goods.First(good => Equals(good["upc"], product["upc"])).ToList().ForEach(pair => product[pair.Key] = pair.Value)));

    public TestSource Reviews { get; } = new TestSource("reviews", """
        scalar _Any
        union _Entity = User | Product
        type Query { reviews: [Review!]! _entities(representations: [_Any!]!): [_Entity]! }
        type Subscription { reviewAdded: Review! }
        type Review { body: String! author: User! product: Product! }
        type User { id: ID! email: String reviews: [Review!]! }
        type Product { upc: String! reviews: [Review!]! }
        """)
        .On("Query.reviews", (_, _) => Opinions)
        .On("Query._entities", (_, a) => Entities(a, _ => { }))
        .On("User.reviews", (user, _) => Opinions.Where(review => Equals(((Record)review["author"]!)["id"], user["id"])).ToList())
        .On("Product.reviews", (product, _) => Opinions.Where(review => Equals(((Record)review["product"]!)["upc"], product["upc"])).ToList())
        .Stream("Subscription.reviewAdded", (_, _) => Added());

    public TestSource Inventory { get; } = new TestSource("inventory", """
        scalar _Any
        union _Entity = Product
        type Query { _entities(representations: [_Any!]!): [_Entity]! }
        type Product { upc: String! shipping(express: Boolean): Int box: Size }
        type Size { width: Int! height: Int! }
        """)
        .On("Query._entities", (_, a) => Entities(a, product => product["box"] = new Record { ["width"] = 9L, ["height"] = 9L }))
        .On("Product.shipping", (product, a) => (long)product["price"]! * (long)product["weight"]! + (Equals(a.GetValueOrDefault("express"), true) ? 1000 : 0));

    public override IReadOnlyList<TestSource> Sources => [Users, Products, Reviews, Inventory];

    protected override IReadOnlyList<SourceSchemaDocument> Schemas
        => ApolloSchema.Translate([.. Sources.Select(source => new SourceSchemaDocument(source.Name, Told[source.Name]))]).Sources;

    protected override ISourceClient Wrapped(ISourceClient client) => new EntitiesSourceClient(client);

    private static List<Record> Goods { get; } =
    [
        new() { ["upc"] = "p1", ["name"] = "Hammer", ["price"] = 100L, ["weight"] = 5L, ["size"] = new Record { ["width"] = 2L, ["height"] = 3L } },
        new() { ["upc"] = "p2", ["name"] = "Nail", ["price"] = 2L, ["weight"] = 1L, ["size"] = null },
    ];

    private static List<Record> Opinions { get; } = [Review("Good", "1", "p1"), Review("Bad", "2", "p1")];

    private static Record Review(string body, string user, string product) => new()
    {
        ["body"] = body, ["author"] = new Record { ["id"] = user, ["email"] = $"{user}@example.com" }, ["product"] = new Record { ["upc"] = product },
    };

    private static List<Record> Entities(IReadOnlyDictionary<string, object?> arguments, Action<Record> complete)
        => [.. ((List<object?>)arguments["representations"]!).Cast<Record>().Select(representation =>
        {
            var entity = new Record(representation);
            complete(entity);
            return entity;
        })];

    private static async IAsyncEnumerable<object?> Added()
    {
        foreach (var review in Opinions)
        {
            await Task.Yield();
            yield return review;
        }
    }
}

/// <summary>A team with subgraphs of version 1 only is served as it stands.</summary>
public abstract class Version1Tests : BothTransports
{
    protected Version1Tests(bool overHttp)
        : this(new Version1Subgraphs(), overHttp)
    {
    }

    private Version1Tests(Version1Subgraphs subgraphs, bool overHttp)
        : base(subgraphs, overHttp) => Subgraphs = subgraphs;

    private Version1Subgraphs Subgraphs { get; }

    [Fact]
    public void Clients_see_one_schema()
        => Assert.Equal(
            """
            type Query {
              top: [Product!]!
              reviews: [Review!]!
              me: User
            }

            type Subscription {
              reviewAdded: Review!
            }

            type Product {
              upc: String!
              shipping(express: Boolean): Int
              box: Size
              name: String!
              price: Int
              weight: Int
              size: Size
              reviews: [Review!]!
            }

            type Review {
              body: String!
              author: User!
              product: Product!
            }

            type Size {
              width: Int!
              height: Int!
            }

            type User {
              id: ID!
              email: String
              reviews: [Review!]!
              name: String!
            }
            """,
            GraphQL.Language.SyntaxPrinter.Print(ClientSchema()));

    private static GraphQL.Language.DocumentNode ClientSchema()
        => FinFlow.Gateway.Composition.ClientView.Of(GraphQL.Language.Parser.Parse(new Version1Subgraphs().Document));

    [Fact]
    public async Task An_extended_type_is_completed_by_its_owner_and_the_owner_by_the_extension()
    {
        Assert.Equal(
            """{"data":{"reviews":[{"body":"Good","product":{"name":"Hammer","size":{"height":3}}},{"body":"Bad","product":{"name":"Hammer","size":{"height":3}}}]}}""",
            await Subgraphs.AskAsync("{ reviews { body product { name size { height } } } }"));
        Assert.Equal(
            """{"data":{"me":{"name":"Ada","reviews":[{"body":"Good","product":{"reviews":[{"body":"Good"},{"body":"Bad"}]}}]}}}""",
            await Subgraphs.AskAsync("{ me { name reviews { body product { reviews { body } } } } }"));
    }

    [Fact]
    public async Task What_is_required_travels_in_the_representation()
    {
        Assert.Equal(
            """{"data":{"top":[{"name":"Hammer","shipping":1500},{"name":"Nail","shipping":1002}]}}""",
            await Subgraphs.AskAsync("query($e: Boolean) { top { name shipping(express: $e) } }", """{"e":true}"""));
        Assert.Equal(
            """{"k":[{"__typename":"Product","upc":"p1","price":100,"weight":5},{"__typename":"Product","upc":"p2","price":2,"weight":1}],"e":true}""",
            Assert.Single(Subgraphs.Inventory.Executed).Variables);
    }

    [Fact]
    public async Task What_is_provided_is_not_asked_for_again()
    {
        Assert.Equal(
            """{"data":{"reviews":[{"author":{"email":"1@example.com"}},{"author":{"email":"2@example.com"}}]}}""", await Subgraphs.AskAsync("{ reviews { author { email } } }"));
        Assert.Equal((1, 0), (Subgraphs.Reviews.Requests, Subgraphs.Users.Requests));
    }

    [Fact]
    public async Task A_value_is_of_whoever_gives_it()
        => Assert.Equal(
            """{"data":{"top":[{"size":{"width":2},"box":{"width":9}},{"size":null,"box":{"width":9}}]}}""",
            await Subgraphs.AskAsync("{ top { size { width } box { width } } }"));

    [Fact]
    public async Task Each_event_is_completed_by_the_entities_of_other_subgraphs()
    {
        var request = new OperationRequest { Document = "subscription { reviewAdded { body author { name } product { name shipping } } }"u8.ToArray() };
        await using var stream = Assert.IsType<ResponseStream>(await Subgraphs.Executor().ExecuteAsync(request, CancellationToken.None));
        List<string> received = [];
        await foreach (var result in stream.Results)
        {
            received.Add(result.Body.ToString());
            result.Dispose();
        }

        Assert.Equal(
            [
                """{"data":{"reviewAdded":{"body":"Good","author":{"name":"Ada"},"product":{"name":"Hammer","shipping":500}}}}""",
                """{"data":{"reviewAdded":{"body":"Bad","author":{"name":"Grace"},"product":{"name":"Hammer","shipping":500}}}}""",
            ],
            received);
        Assert.Equal((2, 2, 2), (Subgraphs.Users.Requests, Subgraphs.Products.Requests, Subgraphs.Inventory.Requests));
    }
}

public sealed class Version1InProcessTests() : Version1Tests(overHttp: false);

public sealed class Version1OverHttpTests() : Version1Tests(overHttp: true);
