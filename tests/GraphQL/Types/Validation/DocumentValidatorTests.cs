using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;

namespace FinFlow.GraphQL.Tests;

/// <summary>One example of each violation, with its whole message and where it points. The conformance corpus has many more.</summary>
public sealed class DocumentValidatorTests
{
    private static readonly Schema Ledger = Build("""
        type Query { account(id: ID!): Account accounts(where: Filter, money: JSON): [Account!]! holder: Holder node: Node }
        type Mutation { post(lines: [Line!]!): Account pay(by: Method!): Account }
        type Subscription { posted: Account closed: Account }
        interface Node { id: ID! }
        type Account implements Node { id: ID! balance: Int! currency(style: Style = CODE): String! holder: Holder }
        type Person { id: ID! name: String }
        type Company { id: ID! name: String! }
        union Holder = Person | Company
        enum Style { CODE SYMBOL }
        input Filter { minimum: Int! = 0 id: ID currency: String }
        input Line { account: ID! minor: Int! }
        input Method @oneOf { card: String iban: String }
        scalar JSON
        """);

    private static readonly Schema Incremental = Build(
        "type Query { a: Int b: [Int] c: Query } type Mutation { a: Int } type Subscription { a: Query }", new SchemaOptions { IncrementalDelivery = true });

    [Theory]
    [InlineData("type A { x: ID } { node { id } }", "1:1 The \"A\" definition is not executable.")]
    [InlineData("{ node { id } } query A { node { id } }", "1:1 This anonymous operation must be the only defined operation.")]
    [InlineData("query A { node { id } } query A { node { id } }", "1:7 1:31 There can be only one operation named \"A\".")]
    [InlineData("subscription A { posted { id } closed { id } }", "1:32 Subscription \"A\" must select only one top level field.")]
    [InlineData("subscription { __typename }", "1:16 Anonymous Subscription must not select an introspection top level field.")]
    [InlineData("subscription ($a: Boolean!) { posted @skip(if: $a) { id } ... @include(if: $a) { closed { id } } }",
        "1:38 1:63 Anonymous Subscription must not use `@skip` or `@include` directives in the top level selection.")]
    [InlineData("{ node { ... on Acount { id } } }", "1:17 Unknown type \"Acount\". Did you mean \"Account\"?")]
    [InlineData("{ node { ... on Style { id } } }", "1:17 Fragment cannot condition on non composite type \"Style\".")]
    [InlineData("query ($a: Account) { accounts(money: $a) { id } }",
        "1:12 Variable \"$a\" cannot be non-input type \"Account\".", "1:8 1:39 Variable \"$a\" of type \"Account\" used in position expecting type \"JSON\".")]
    [InlineData("{ node { id { x } } }", "1:13 Field \"id\" must not have a selection since type \"ID!\" has no subfields.")]
    [InlineData("{ node }", "1:3 Field \"node\" of type \"Node\" must have a selection of subfields. Did you mean \"node { ... }\"?")]
    [InlineData("{ nude { id } }", "1:3 Cannot query field \"nude\" on type \"Query\". Did you mean \"node\"?")]
    [InlineData("{ node { balance } }", "1:10 Cannot query field \"balance\" on type \"Node\". Did you mean to use an inline fragment on \"Account\"?")]
    [InlineData("{ node { ...A } } fragment A on Node { id } fragment A on Node { id }", "1:28 1:54 There can be only one fragment named \"A\".")]
    [InlineData("{ node { ...A } }", "1:13 Unknown fragment \"A\".")]
    [InlineData("{ node { id } } fragment A on Node { id }", "1:17 Fragment \"A\" is never used.")]
    [InlineData("{ holder { ... on Account { id } } }", "1:12 Fragment cannot be spread here as objects of type \"Holder\" can never be of type \"Account\".")]
    [InlineData("{ node { ...A } } fragment A on Node { ...B } fragment B on Node { ...A }", "1:40 1:68 Cannot spread fragment \"A\" within itself via \"B\".")]
    [InlineData("query ($a: ID!, $a: ID!) { account(id: $a) { id } }", "1:9 1:18 There can be only one variable named \"$a\".")]
    [InlineData("query A { account(id: $a) { id } }", "1:23 1:1 Variable \"$a\" is not defined by operation \"A\".")]
    [InlineData("query A($a: ID) { node { id } }", "1:9 Variable \"$a\" is never used in operation \"A\".")]
    [InlineData("query ($a: ID) { account(id: $a) { id } }", "1:8 1:30 Variable \"$a\" of type \"ID\" used in position expecting type \"ID!\".")]
    [InlineData("{ node @cached { id } }", "1:8 Unknown directive \"@cached\".")]
    [InlineData("query @skip(if: true) { node { id } }", "1:7 Directive \"@skip\" may not be used on QUERY.")]
    [InlineData("{ node @skip(if: true) @skip(if: false) { id } }", "1:8 1:24 The directive \"@skip\" can only be used once at this location.")]
    [InlineData("{ account(id: 1, ed: 1) { id } }", "1:18 Unknown argument \"ed\" on field \"Query.account\". Did you mean \"id\"?")]
    [InlineData("{ node @skip(if: true, of: 1) { id } }", "1:24 Unknown argument \"of\" on directive \"@skip\". Did you mean \"if\"?")]
    [InlineData("{ account(id: 1, id: 1) { id } }", "1:11 1:18 There can be only one argument named \"id\".")]
    [InlineData("{ account { id } }", "1:3 Field \"account\" argument \"id\" of type \"ID!\" is required, but it was not provided.")]
    [InlineData("{ node @skip { id } }", "1:8 Directive \"@skip\" argument \"if\" of type \"Boolean!\" is required, but it was not provided.")]
    [InlineData("{ accounts(where: { id: 1, id: 1 }) { id } }", "1:21 1:28 There can be only one input field named \"id\".")]
    [InlineData("{ a: node { id } a: holder { __typename } }",
        "1:3 1:18 Fields \"a\" conflict because \"node\" and \"holder\" are different fields. Use different aliases on the fields to fetch both if this was intentional.")]
    [InlineData("{ holder { ... on Person { name } ... on Company { name } } }",
        "1:28 1:52 Fields \"name\" conflict because they return conflicting types \"String\" and \"String!\". Use different aliases on the fields to fetch both if this was intentional.")]
    public void Document_Should_BeRefused(string document, params string[] expected)
        => Assert.Equal(expected.Order(StringComparer.Ordinal), Validate(Ledger, document));

    [Theory]
    [InlineData("{ account(id: null) { id } }", "1:15 Expected value of type \"ID!\", found null.")]
    [InlineData("{ account(id: 1.5) { id } }", "1:15 ID cannot represent a non-string and non-integer value: 1.5")]
    [InlineData("{ node { ... on Account { currency(style: SIMBOL) } } }", "1:43 Value \"SIMBOL\" does not exist in \"Style\" enum. Did you mean the enum value \"SYMBOL\"?")]
    [InlineData("{ node { ... on Account { currency(style: \"CODE\") } } }", "1:43 Enum \"Style\" cannot represent non-enum value: \"CODE\". Did you mean the enum value \"CODE\"?")]
    [InlineData("{ accounts(where: 1) { id } }", "1:19 Expected value of type \"Filter\", found 1.")]
    [InlineData("{ accounts(where: { curency: \"EUR\" }) { id } }", "1:21 Field \"curency\" is not defined by type \"Filter\". Did you mean \"currency\"?")]
    [InlineData("mutation { post(lines: [{ account: 1 }]) { id } }", "1:25 Field \"Line.minor\" of required type \"Int!\" was not provided.")]
    [InlineData("mutation { post(lines: { account: 1, minor: 5000000000 }) { id } }", "1:45 Int cannot represent non 32-bit signed integer value: 5000000000")]
    [InlineData("mutation { pay(by: { card: \"1\", iban: \"2\" }) { id } }", "1:20 OneOf Input Object \"Method\" must specify exactly one key.")]
    [InlineData("mutation { pay(by: { card: null }) { id } }", "1:20 Field \"Method.card\" must be non-null.")]
    [InlineData("mutation ($a: String) { pay(by: { card: $a }) { id } }",
        "1:11 1:41 Variable \"$a\" is of type \"String\" but must be non-nullable to be used for OneOf Input Object \"Method\".")]
    public void Values_Should_BeRefused_When_TheyAreNotOfTheType(string document, string expected)
        => Assert.Equal([expected], Validate(Ledger, document));

    [Theory]
    [InlineData("query ($a: Int) { accounts(where: { minimum: $a }) { id } }")]
    [InlineData("query ($a: Int) { accounts(money: { amount: [$a, 1.5], currency: EUR }) { id } }")]
    [InlineData("mutation { post(lines: { account: 1, minor: 5 }) { id } }")]
    [InlineData("{ node { ...A } holder { __typename ... on Person { id } } __schema { types { name } } } fragment A on Account { id }")]
    [InlineData("{ a: node { id } a: node { ... on Account { balance } } accounts(where: { id: 1, currency: \"EUR\" }) { id } accounts(where: { currency: \"EUR\", id: 1 }) { id } }")]
    public void Document_Should_BeAccepted(string document) => Assert.Empty(Validate(Ledger, document));

    [Theory]
    [InlineData("query ($l: String) { ... @defer(label: $l) { a } }", "1:26 Argument \"@defer(label:)\" must be a static string.")]
    [InlineData("{ ... @defer(label: \"x\") { a } b @stream(label: \"x\") }",
        "1:7 1:34 Value for arguments 'defer(label:)' and 'stream(label:)' must be unique across all Defer/Stream directive usages.")]
    [InlineData("mutation { ... @defer { a } }", "1:16 Defer directive cannot be used on root mutation type \"Mutation\".")]
    [InlineData("subscription { a { ... @defer { a } } }", "1:24 Defer directive not supported on subscription operations. Disable `@defer` by setting the `if` argument to `false`.")]
    [InlineData("{ a @stream }", "1:5 Stream directive cannot be used on non-list field \"a\" on type \"Query\".")]
    [InlineData("{ b b @stream }", "1:3 1:5 Fields \"b\" conflict because they have differing stream directives. Use different aliases on the fields to fetch both if this was intentional.")]
    public void Incremental_Delivery_Should_BeRefused_When_ItIsMisplaced(string document, string expected)
        => Assert.Equal([expected], Validate(Incremental, document));

    [Fact]
    public void A_Schema_Without_IncrementalDelivery_Should_NotKnowItsDirectives()
        => Assert.Equal(["1:7 Unknown directive \"@defer\"."], Validate(Ledger, "{ ... @defer { node { id } } }"));

    [Fact]
    public void An_Operation_Should_BeRefused_When_TheSchemaHasNoRootForIt()
        => Assert.Equal(["1:1 The mutation operation is not supported by the schema."], Validate(Build("type Query { a: Int }"), "mutation { a }"));

    private static IEnumerable<string> Validate(Schema schema, string document)
        => DocumentValidator.Validate(schema, Parser.Parse(document)).Select(Show).Order(StringComparer.Ordinal);

    private static string Show(GraphQLError error)
        => string.Concat(error.Locations.Select(location => $"{location.Line}:{location.Column} ")) + error.Message;

    private static Schema Build(string sdl, SchemaOptions? options = null)
        => SchemaBuilder.Build(Parser.Parse(sdl), options ?? new SchemaOptions { Scalars = StandardScalars.All });
}
