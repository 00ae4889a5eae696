using FinFlow.Gateway.Composition;

namespace FinFlow.Gateway.Tests;

/// <summary>https://graphql.github.io/composite-schemas-spec/draft/#sec-Validate-Satisfiability</summary>
public sealed class SatisfiabilityTests
{
    [Fact]
    public void A_field_behind_a_lookup_is_reachable()
        => Assert.Equal([], Errors(
            "type Query { me: User } type User @key(fields: \"id\") { id: ID! }",
            "type Query { userById(id: ID!): User @lookup @internal } type User { id: ID! name: String }"));

    [Fact]
    public void A_field_without_a_lookup_is_not()
        => Assert.Equal(
            [
                "b:1:68: error UNSATISFIABLE_QUERY_PATH: `Query.me.name` cannot be resolved: `User` comes from a there, but b, which defines `User.name`, has no lookup for `User`. "
                + "Give b a lookup for `User` by a key that a knows, or resolve the field in a.",
            ],
            Errors(
                "type Query { me: User } type User @key(fields: \"id\") { id: ID! }",
                "type Query { version: Int } type User @key(fields: \"id\") { id: ID! name: String }"));

    [Fact]
    public void A_key_may_be_fetched_from_a_third_schema()
        => Assert.Equal([], Errors(
            "type Query { me: User } type User @key(fields: \"id\") { id: ID! }",
            "type Query { userById(id: ID!): User @lookup @internal } type User { id: ID! email: String! @shareable }",
            "type Query { userByEmail(email: String!): User @lookup @internal } type User { email: String! name: String }"));

    [Fact]
    public void Lookups_that_need_each_others_keys_are_unreachable()
        => Assert.Equal(
            [
                "b:1:86, c:1:93: error UNSATISFIABLE_QUERY_PATH: `Query.me.x` cannot be resolved: `User` comes from a there, but no key of b's lookups for `User` can be resolved "
                + "(`Query.userByY` needs { y }); no key of c's lookups for `User` can be resolved (`Query.userByX` needs { x }). "
                + "Give b or c a lookup for `User` by a key that a knows, or resolve the field in a.",
                "b:1:93, c:1:86: error UNSATISFIABLE_QUERY_PATH: `Query.me.y` cannot be resolved: `User` comes from a there, but no key of b's lookups for `User` can be resolved "
                + "(`Query.userByY` needs { y }); no key of c's lookups for `User` can be resolved (`Query.userByX` needs { x }). "
                + "Give b or c a lookup for `User` by a key that a knows, or resolve the field in a.",
            ],
            Errors(
                "type Query { me: User } type User @key(fields: \"id\") { id: ID! }",
                "type Query { userByY(y: ID!): User @lookup @internal } type User @key(fields: \"x\") { x: ID! y: ID! @external }",
                "type Query { userByX(x: ID!): User @lookup @internal } type User @key(fields: \"y\") { y: ID! x: ID! @external }"));

    [Fact]
    public void Requirements_are_fetched_from_other_schemas()
        => Assert.Equal([], Errors(
            "type Query { products: [Product!]! } type Product @key(fields: \"upc\") { upc: ID! weight: Int! }",
            "type Query { productByUpc(upc: ID!): Product @lookup @internal cheapest: Product } type Product { upc: ID! shipping(weight: Int! @require(field: \"weight\")): Int }",
            "type Query { product(upc: ID!): Product @lookup } type Product { upc: ID! weight: Int! @override(from: \"a\") }"));

    [Fact]
    public void Fields_that_require_each_other_cannot_be_resolved()
        => Assert.Contains(
            "what `Product.a` of a requires cannot be resolved elsewhere",
            string.Concat(Errors(
                "type Query { pa(id: ID!): Product @lookup } type Product { id: ID! a(x: Int @require(field: \"b\")): Int }",
                "type Query { pb(id: ID!): Product @lookup } type Product { id: ID! b(x: Int @require(field: \"a\")): Int }")),
            StringComparison.Ordinal);

    [Fact]
    public void An_external_field_is_there_only_where_it_is_provided()
    {
        const string Users = "type Query { version: Int } type User @key(fields: \"id\") { id: ID! name: String }";
        Assert.Equal([], Errors(
            "type Query { review: Review } type Review { author: User @provides(fields: \"name\") } type User @key(fields: \"id\") { id: ID! name: String @external }", Users));
        Assert.Equal(
            [
                "a:1:135, b:1:68: error UNSATISFIABLE_QUERY_PATH: `Query.top.name` cannot be resolved: `User` comes from a there, but a only knows `User.name` as external; "
                + "b, which defines `User.name`, has no lookup for `User`. Give b a lookup for `User` by a key that a knows, or resolve the field in a.",
            ],
            Errors(
                "type Query { review: Review top: User } type Review { author: User @provides(fields: \"name\") } type User @key(fields: \"id\") { id: ID! name: String @external }", Users));
    }

    [Fact]
    public void Provided_fields_do_not_make_circular_lookups_endless()
        => Assert.Equal(
            ["Query.me.x", "Query.me.y"],
            Compose(
                "type Query { me: User @provides(fields: \"z\") } type User @key(fields: \"id\") { id: ID! z: Int @external }",
                "type Query { userByY(y: ID!): User @lookup @internal } type User @key(fields: \"x\") { x: ID! y: ID! @external }",
                "type Query { userByX(x: ID!): User @lookup @internal } type User @key(fields: \"y\") { y: ID! x: ID! @external }",
                "type Query { version: Int } type User { z: Int }").Errors.Select(error => error.Message.Split('`')[1]));

    [Fact]
    public void A_provided_field_may_be_the_key_of_the_next_lookup()
        => Assert.Equal([], Errors(
            "type Query { review: Review } type Review { author: User @provides(fields: \"email\") } type User @key(fields: \"id\") { id: ID! email: String! @external }",
            "type Query { user(email: String!): User @lookup @internal } type User { email: String! name: String }"));

    [Fact]
    public void A_schema_is_not_asked_for_types_that_it_does_not_give()
        => Assert.Equal([], Errors(
            "type Query { search: Hit } union Hit = Book type Book { title: String }",
            "type Query { find: Hit } union Hit = Film type Film { length: Int }"));

    [Fact]
    public void The_alternatives_of_a_lookup_are_tried_one_by_one()
        => Assert.Equal([], Errors(
            "type Query { me: User } type User @key(fields: \"email\") { email: String! }",
            """
            type Query { user(by: UserBy! @is(field: "{ id } | { email }")): User @lookup @internal }
            input UserBy @oneOf { id: ID email: String }
            type User { id: ID! email: String! name: String }
            """));

    [Fact]
    public void A_nested_lookup_is_reached_through_fields_without_arguments()
    {
        var result = Compose(
            "type Query { me: User } type User @key(fields: \"id\") { id: ID! }",
            "type Query { lookups: Lookups! @internal } type Lookups @internal { user(id: ID!): User @lookup } type User { id: ID! name: String }");
        Assert.Equal([], result.Errors);
        Assert.Contains(
            """@fusion__lookup(schema: B, key: "{ id }", field: "user(id: ID!): User", map: ["id"], path: "lookups", internal: true)""",
            result.Print(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Errors(params string[] sources) => Compose(sources).Errors.Select(error => error.ToString());

    private static CompositionResult Compose(params string[] sources)
        => Composer.Compose([.. sources.Select((sdl, i) => new SourceSchemaDocument($"{(char)('a' + i)}", sdl))]);
}
