using FinFlow.Gateway.Composition;
using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Tests;

public sealed class ComposerTests
{
    [Fact]
    public void The_gateway_owns_node_and_chooses_by_prefix()
    {
        var result = Composer.Compose(
            [
                new("payments", "type Query { payment(id: ID!): Payment @lookup version: Int } type Payment @idPrefix(value: \"pay\") { id: ID! amount: Int }"),
                new("auth", "type Query { userById(id: ID!): User @lookup @internal me: User } type User { id: ID! name: String } type Session { id: ID! } extend type Query { sessions: [Session!]! }"),
            ],
            new CompositionOptions { GlobalObjectIdentification = true, IdPrefixes = [new IdPrefix("usr", "User", "auth")] });
        Assert.Equal([], result.Errors);
        Assert.Equal(
            """
            type Query {
              me: User
              sessions: [Session!]!
              payment(id: ID!): Payment
              version: Int
              "The object with this id; null when there is none."
              node(id: ID!): Node
              "The objects with these ids, in their order; null where there is none."
              nodes(ids: [ID!]!): [Node]!
            }

            "An object with a globally unique id."
            interface Node {
              id: ID!
            }

            type Payment implements Node {
              id: ID!
              amount: Int
            }

            type Session {
              id: ID!
            }

            type User implements Node {
              id: ID!
              name: String
            }
            """,
            SyntaxPrinter.Print(result.ClientSchema!));
        Assert.Contains("type User implements Node @fusion__idPrefix(value: \"usr\", schema: AUTH) @fusion__type(schema: AUTH)", result.Print(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_entity_without_a_prefix_is_warned_of()
    {
        var result = Composer.Compose(
            [new("a", "type Query { thing(id: ID!): Thing @lookup } type Thing { id: ID! }")], new CompositionOptions { GlobalObjectIdentification = true });
        Assert.True(result.Succeeded);
        Assert.Equal(
            ["a:1:46: warning NODE_ID_PREFIX_MISSING: `Thing` has a lookup by `id`, but no id prefix: `node(id:)` cannot find it. Declare `@idPrefix(value:)` on the type, or add it to the settings."],
            result.Errors.Select(error => error.ToString()));
    }

    [Fact]
    public void Inputs_that_only_carry_requirements_and_hidden_members_stay_from_clients()
    {
        var result = Composer.Compose(
            [
                new("shop", "type Query { product(id: ID!): Product @lookup } type Product @key(fields: \"sku\") { id: ID! sku: String! @inaccessible size: Int! }"),
                new("post", """
                    type Query { productBySku(sku: String!): Product @lookup @internal }
                    type Product { sku: String! delivery(zip: String!, box: Box! @require(field: "{ size }")): Int }
                    input Box { size: Int! }
                    """),
            ]);
        Assert.Equal([], result.Errors);
        Assert.Equal(
            """
            type Query {
              product(id: ID!): Product
            }

            type Product {
              delivery(zip: String!): Int
              id: ID!
              size: Int!
            }
            """,
            SyntaxPrinter.Print(result.ClientSchema!));
        Assert.Contains(
            """@fusion__requires(schema: POST, field: "delivery(zip: String!, box: Box!): Int", map: [null, "{ size }"])""", result.Print(), StringComparison.Ordinal);
        Assert.Contains("sku: String! @fusion__inaccessible @fusion__field(schema: POST) @fusion__field(schema: SHOP)", result.Print(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_GraphQL_is_refused_where_it_stands()
        => Assert.Equal(
            [
                "a:1:24: error INVALID_GRAPHQL: Syntax Error: Expected Name, found <EOF>. Correct the SDL of a here: it must be valid GraphQL by itself.",
                "b:1:17: error INVALID_GRAPHQL: Unknown type \"Nothing\". Did you mean \"String\"? Correct the SDL of b here: it must be valid GraphQL by itself.",
            ],
            Errors(("a", "type Query { x: Int } {"), ("b", "type Query { x: Nothing }")));

    [Fact]
    public void Names_that_differ_only_in_spelling_conflict()
        => Assert.Equal(
            ["error CONFLICTING_SOURCE_SCHEMA_NAME: Source schemas have the same name: `paymentMethods`, `payment-methods`. Rename all but one."],
            Errors(("paymentMethods", "type Query { a: Int }"), ("payment-methods", "type Query { b: Int }")));

    [Fact]
    public void What_comes_out_is_valid_GraphQL()
        => Assert.Equal(
            ["a:1:35, a:1:94, b:1:57: error INVALID_COMPOSED_SCHEMA: Interface field I.x expects type Int! but T.x is type Int. Let `I.x` and `T.x` fit together in every schema: merged, a field is non-null only where all say so."],
            Errors(
                ("a", "type Query { t: T } interface I { x: Int! } type T implements I @key(fields: \"id\") { id: ID! x: Int! @shareable }"),
                ("b", "type Query { u: T } type T @key(fields: \"id\") { id: ID! x: Int @shareable }")));

    [Fact]
    public void A_chain_of_overrides_ends_where_nobody_takes_the_field_away()
    {
        var result = Composer.Compose(
            [
                new("a", "type Query { bill: Bill } type Bill @key(fields: \"id\") { id: ID! amount: Int }"),
                new("b", "type Query { b(id: ID!): Bill @lookup @internal } type Bill { id: ID! amount: Int @override(from: \"a\") }"),
                new("c", "type Query { c(id: ID!): Bill @lookup @internal } type Bill { id: ID! amount: Int @override(from: \"b\") }"),
            ]);
        Assert.Equal([], result.Errors);
        Assert.Contains("  amount: Int @fusion__field(schema: C)\n", result.Print(), StringComparison.Ordinal);
    }

    [Fact]
    public void One_name_has_one_kind()
        => Assert.Equal(
            ["a:1:24, b:1:24: error TYPE_KIND_MISMATCH: `User` is of different kinds: Object in a, Interface in b. Define `User` as one kind everywhere, or rename it in a or b."],
            Errors(("a", "type Query { a: User } type User { id: ID! }"), ("b", "type Query { b: User } interface User { id: ID! }")));

    [Fact]
    public void A_required_input_field_is_in_every_schema()
        => Assert.Equal(
            ["b:1:31: error INPUT_WITH_MISSING_REQUIRED_FIELDS: The input `F` must have the field `title`, because a requires it. Add `title: String!` to `F` in b, or make it nullable in a."],
            Errors(("a", "type Query { a(f: F): Int } input F { title: String! x: Int }"), ("b", "type Query { b(f: F): Int }   input F { x: Int }")));

    [Fact]
    public void Clients_need_a_query()
        => Assert.Equal(
            ["a:1:1, b:1:1: error NO_QUERIES: The composed schema has no query field that clients can see. Add a field to `Query` in one schema, or take `@inaccessible` or `@internal` away from one that is there."],
            Errors(("a", "type Query { a: Int @inaccessible }"), ("b", "type Query { b: Int @internal }")));

    private static IEnumerable<string> Errors(params (string Name, string Sdl)[] sources)
        => Composer.Compose([.. sources.Select(source => new SourceSchemaDocument(source.Name, source.Sdl))]).Errors.Select(error => error.ToString());
}
