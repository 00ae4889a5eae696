using FinFlow.Gateway.Composition;

namespace FinFlow.Gateway.Tests;

using Record = Dictionary<string, object?>;

/// <summary>Four sources that share users and products, composed: what the tests of the gateway ask.</summary>
internal sealed class Shop : ComposedSources
{
    public TestSource Accounts { get; } = new TestSource("accounts", """
        type Query { me: User users: [User!]! user(id: ID!): User @lookup version: String! @shareable }
        type Mutation { rename(id: ID!, name: String!): User }
        type User @key(fields: "id") { id: ID! name: String! email: String }
        """)
        .On("Query.me", Users[0])
        .On("Query.users", Users)
        .On("Query.version", "1")
        .On("Query.user", (_, a) => Users.FirstOrDefault(user => Equals(user["id"], a["id"])))
        .On("Mutation.rename", (_, a) => new Record(Users.First(user => Equals(user["id"], a["id"]))) { ["name"] = a["name"] });

    public TestSource Products { get; } = new TestSource("products", """
        type Query { products(first: Int! = 3): [Product!]! product(upc: String!): Product @lookup version: String! @shareable search(text: String!): [Found!]! }
        type Mutation { reprice(upc: String!, price: Int!): Product }
        interface Named { name: String! }
        type Product implements Named @key(fields: "upc") { upc: String! name: String! price: Int weight: Int size: Size }
        type Size { width: Int! height: Int! }
        type Category implements Named { name: String! products: [Product!]! }
        union Found = Product | Category
        """)
        .On("Query.products", (_, a) => Goods.Take((int)(long)a["first"]!).ToList())
        .On("Query.version", "1")
        .On("Query.search", new List<Record> { Goods[0], new() { ["__typename"] = "Category", ["name"] = "Tools", ["products"] = Goods.Take(2).ToList() } })
        .On("Query.product", (_, a) => Goods.FirstOrDefault(product => Equals(product["upc"], a["upc"])))
        .On("Mutation.reprice", (_, a) => new Record(Goods.First(product => Equals(product["upc"], a["upc"]))) { ["price"] = a["price"] });

    public TestSource Inventory { get; } = new TestSource("inventory", """
        type Query { productByUpc(upc: String!): Product @lookup @internal }
        type Product @key(fields: "upc") {
          upc: String!
          inStock: Boolean!
          shipping(price: Int! @require(field: "price"), box: BoxInput! @require(field: "{ w: size.width, h: size.height }"), express: Boolean! = false): Int
        }
        input BoxInput { w: Int! h: Int! }
        """)
        .On("Query.productByUpc", (_, a) => new Record { ["upc"] = a["upc"], ["inStock"] = !Equals(a["upc"], "p2") })
        .On("Product.shipping", (_, a) =>
        {
            var box = (Record)a["box"]!;
            return (long)a["price"]! / 10 + (long)box["w"]! * (long)box["h"]! + (Equals(a["express"], true) ? 1000 : 0);
        });

    public TestSource Reviews { get; } = new TestSource("reviews", """
        type Query { reviewLookups: ReviewLookups! @internal reviews: [Review!]! }
        type ReviewLookups @internal { user(id: ID!): User @lookup product(upc: String!): Product @lookup review(id: ID!): Review @lookup }
        type Subscription { reviewAdded(upc: String): Review! }
        type Review @key(fields: "id") { id: ID! body: String! author: User product: Product! }
        type User @key(fields: "id") { id: ID! reviews: [Review!]! }
        type Product @key(fields: "upc") { upc: String! reviews: [Review!]! rating: Int! }
        """)
        .On("Query.reviewLookups", new Record())
        .On("Query.reviews", (_, _) => Opinions)
        .On("ReviewLookups.user", (_, a) => new Record { ["id"] = a["id"] })
        .On("ReviewLookups.product", (_, a) => new Record { ["upc"] = a["upc"], ["rating"] = 4 })
        .On("ReviewLookups.review", (_, a) => Opinions.FirstOrDefault(r => Equals(r["id"], a["id"])))
        .On("User.reviews", (user, _) => Opinions.Where(r => Equals(((Record)r["author"]!)["id"], user["id"])).ToList())
        .On("Product.reviews", (product, _) => Opinions.Where(r => Equals(((Record)r["product"]!)["upc"], product["upc"])).ToList());

    public override IReadOnlyList<TestSource> Sources => [Accounts, Products, Inventory, Reviews];

    protected override CompositionOptions Composition => new() { GlobalObjectIdentification = true, IdPrefixes = [new("usr", "User"), new("rev", "Review")] };

    private static List<Record> Users { get; } =
    [
        new() { ["id"] = "usr_1", ["name"] = "Ada", ["email"] = "ada@example.com" },
        new() { ["id"] = "usr_2", ["name"] = "Grace \"G\"", ["email"] = null },
    ];

    private static List<Record> Goods { get; } =
    [
        new() { ["__typename"] = "Product", ["upc"] = "p1", ["name"] = "Hammer", ["price"] = 100L, ["weight"] = 5L, ["size"] = new Record { ["width"] = 2L, ["height"] = 3L } },
        new() { ["__typename"] = "Product", ["upc"] = "p2", ["name"] = "Säge", ["price"] = 200L, ["weight"] = 7L, ["size"] = new Record { ["width"] = 4L, ["height"] = 5L } },
        new() { ["__typename"] = "Product", ["upc"] = "p3", ["name"] = "Nail", ["price"] = null, ["weight"] = 1L, ["size"] = null },
    ];

    public static List<Record> Opinions { get; } =
    [
        Review("rev_1", "Good", "usr_1", "p1"), Review("rev_2", "Sharp", "usr_1", "p2"), Review("rev_3", "Bad", "usr_2", "p1"),
    ];

    private static Record Review(string id, string body, string user, string product) => new()
    {
        ["id"] = id, ["body"] = body, ["author"] = new Record { ["id"] = user }, ["product"] = new Record { ["upc"] = product, ["rating"] = 4 },
    };
}
