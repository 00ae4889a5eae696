using FinFlow.Gateway.Composition;

namespace FinFlow.Gateway.Tests;

/// <summary>Errors that are found after the translation speak of what the subgraph's team wrote: its lines, names and coordinates.</summary>
public sealed class ApolloErrorPlacesTests
{
    private const string Version2 = """
        extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@requires", "@external", "@shareable", "@provides", "@inaccessible", "@interfaceObject"])

        """;

    [Fact]
    public void Of_one_schema_alone()
        => Assert.Equal(
            [
                """new:6:6: error INVALID_GRAPHQL: Unknown type "Nothing". Did you mean "String"? Correct the SDL of new here: it must be valid GraphQL by itself.""",
                """old:2:38: error INVALID_GRAPHQL: Unknown type "Anything". Did you mean "String"? Correct the SDL of old here: it must be valid GraphQL by itself.""",
                """new:11:1: error KEY_FIELDS_SELECT_INVALID_TYPE: A key of `Product` cannot select `Product.count`, because its type is `[Int]`. Remove `count` from the key, which may select scalars, enums and fields of objects.""",
                """new:7:3: error PROVIDES_INVALID_FIELDS: `@provides` on `Product.maker` is invalid: `Maker.town` is not defined. Define `town` on `Maker` with `@external`, or leave it out of `@provides`.""",
                """old:2:34: error PROVIDES_ON_NON_COMPOSITE_FIELD: `Root.it` cannot have `@provides`, because `Anything` is neither an object nor an interface. Remove `@provides` from `Root.it`.""",
            ],
            Errors(
                ("new", Version2 + """
                    # An extension before its type.
                    extend type Product {
                      count: [Int]
                      related:
                        [Nothing]
                      maker: Maker @provides(fields: "town")
                    }
                    type Maker @key(fields: "id") { id: ID! name: String @external }
                    type Query { product: Product }
                    type Product @key(fields: "count") { id: ID! }
                    """),
                ("old", """
                    schema { query: Root }
                    extend type Root { other: Other, it: Anything @provides(fields: "id") }
                    interface Named { name: String }
                    extend type Other implements Named
                      @key(fields: "id") {
                      id: ID! @external
                    }
                    """)));

    [Fact]
    public void Of_schemas_that_contradict_each_other()
        => Assert.Equal(
            [
                """new:8:3, old:4:3: error OUTPUT_FIELD_TYPES_NOT_MERGEABLE: `Product.name` has types that cannot be merged: `String` in new, `Int` in old. Give `Product.name` one type in new and old, or an interface or union that covers the others; only `!` may differ.""",
                """new:9:9, old:6:5: error FIELD_ARGUMENT_TYPES_NOT_MERGEABLE: `Product.price(in:)` has types that cannot be merged: `String` in new, `Int` in old. Give `Product.price(in:)` one type in new and old; only `!` may differ.""",
                """new:8:3: error INVALID_FIELD_SHARING: `Product.name` is not shareable, but old also resolves it. Mark `Product.name` with `@shareable` in every schema, make it part of a `@key`, or let one schema own it.""",
                """new:9:3: error INVALID_FIELD_SHARING: `Product.price` is not shareable, but old also resolves it. Mark `Product.price` with `@shareable` in every schema, make it part of a `@key`, or let one schema own it.""",
            ],
            Errors(
                ("new", Version2 + """
                    type Query {
                      product: Product
                    }

                    type Product @key(fields: "id") {
                      id: ID!
                      name: String
                      price(in: String): Int
                    }
                    """),
                ("old", """
                    extend type Product @key(fields: "id") {
                      id: ID! @external

                      name: Int
                      price(
                        in: Int): Int
                    }
                    """)));

    [Fact]
    public void Of_a_field_that_two_own()
        => Assert.Equal(
            [
                """a:3:41: error INVALID_FIELD_SHARING: `Thing.name` is not shareable, but b also resolves it. Mark `Thing.name` with `@shareable` in every schema, make it part of a `@key`, or let one schema own it.""",
                """b:6:3: error INVALID_FIELD_SHARING: `Thing.name` is not shareable, but a also resolves it. Mark `Thing.name` with `@shareable` in every schema, make it part of a `@key`, or let one schema own it.""",
            ],
            Errors(
                ("a", Version2 + """
                    type Query { thing: Thing }
                    type Thing @key(fields: "id") { id: ID! name: String }
                    """),
                ("b", Version2 + """
                    type Thing
                      @key(fields: "id")
                    { id: ID! }
                    extend type Thing {
                      name: String
                    }
                    """)));

    [Fact]
    public void Of_what_is_required_and_not_there()
        => Assert.Equal(
            [
                """new:7:5: error REQUIRE_INVALID_FIELDS: What `Product.fee` requires is not defined in other source schemas: `Product.weight` is not defined. Let `@requires` name only what schemas other than new define, or define it in one of them.""",
            ],
            Errors(
                ("old", """
                    extend type Query { product: Product }
                    type Product @key(fields: "id") { id: ID! }
                    """),
                ("new", Version2 + """
                    type Product @key(fields: "id") {
                      id: ID!
                      weight: Int @external
                      "In cents."
                      fee(express: Boolean): Int
                        @requires(fields: "weight")
                    }
                    """)));

    [Fact]
    public void Of_an_interface_object_and_of_named_roots()
        => Assert.Equal(
            [
                """library:4:3: error REFERENCE_TO_INACCESSIBLE_TYPE: `Query.hidden` refers to `Secret`, which is inaccessible. Mark `Query.hidden` with `@inaccessible` too, or take it away from `Secret`.""",
                """charts:7:5: error REQUIRE_INVALID_FIELDS: What `Media.thickness` requires is not defined in other source schemas: `Book.pages` is not defined. Let `@requires` name only what schemas other than charts define, or define it in one of them.""",
            ],
            Errors(
                ("library", Version2 + """
                    schema { query: Library }
                    type Library {
                      hidden: Secret
                    }
                    type Secret @inaccessible { a: Int }
                    interface Media @key(fields: "id") { id: ID! }
                    type Book implements Media @key(fields: "id") { id: ID! }
                    """),
                ("charts", Version2 + """
                    type Query { best: Media }
                    type Media @interfaceObject @key(fields: "id") {
                      id: ID!
                      pages: Int @external
                      thickness: Int
                        @requires(fields: "pages")
                    }
                    """)));

    [Fact]
    public void Of_a_path_on_which_nobody_gets_further()
        => Assert.Equal(
            [
                """skus:2:55, stock:2:3: error UNSATISFIABLE_QUERY_PATH: `Query.product.sku` cannot be resolved: `Product` comes from products there, but skus, which defines `Product.sku`, has no resolvable `@key` for `Product`; no `@key` of `Product` in stock can be resolved ({ sku }). Give `Product` in skus or stock a resolvable `@key` whose fields products knows, or resolve the field in products.""",
                """stock:3:3: error UNSATISFIABLE_QUERY_PATH: `Query.product.inStock` cannot be resolved: `Product` comes from products there, but no `@key` of `Product` in stock can be resolved ({ sku }). Give `Product` in stock a resolvable `@key` whose fields products knows, or resolve the field in products.""",
            ],
            Errors(
                ("products", Version2 + """
                    type Query { product: Product }
                    type Product @key(fields: "id") { id: ID! }
                    """),
                ("stock", """
                    extend type Product @key(fields: "sku") {
                      sku: ID! @external
                      inStock: Boolean
                    }
                    """),
                ("skus", Version2 + """
                    type Product @key(fields: "sku", resolvable: false) { sku: ID! }
                    """)));

    [Fact]
    public void A_field_that_is_only_required_may_be_one_that_an_interface_demands()
        => Assert.Equal([], Errors(
            ("products", Version2 + """type Query { product: Product } type Product @key(fields: "id") { id: ID! name: String weight: Int }"""),
            ("post", """
                interface Named { name: String }
                extend type Product implements Named @key(fields: "id") { id: ID! @external name: String @external fee: Int @requires(fields: "name") }
                extend type Query { cheapest: Named }
                """)));

    private static List<string> Errors(params (string Name, string Sdl)[] subgraphs)
    {
        var (sources, errors) = ApolloSchema.Translate([.. subgraphs.Select(subgraph => new SourceSchemaDocument(subgraph.Name, subgraph.Sdl))]);
        return [.. (errors.Count > 0 ? errors : Composer.Compose(sources).Errors).Select(error => error.ToString())];
    }
}
