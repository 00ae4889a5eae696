using FinFlow.Gateway.Composition;

namespace FinFlow.Gateway.Tests;

/// <summary>What becomes of the schemas of Apollo Federation subgraphs.</summary>
public sealed class ApolloCompositionTests
{
    private const string Link = """extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@requires", "@external"])""";

    [Fact]
    public void Subgraphs_become_source_schemas()
        => Snapshot.Matches("Translated.graphql", string.Join('\n', ApolloSchema.Translate(ApolloShop.Subgraphs).Sources.Select(source => $"# {source.Name}\n{Text(source)}\n")));

    [Fact]
    public void Clients_see_one_schema_without_what_is_inaccessible()
    {
        var view = FinFlow.Gateway.Fusion.CompositeSchema.Load(ApolloShop.Composed).ToString()!;
        Assert.DoesNotContain("cost", view, StringComparison.Ordinal);
        Assert.DoesNotContain("_entities", view, StringComparison.Ordinal);
        Assert.DoesNotContain("_Any", view, StringComparison.Ordinal);
    }

    [Fact]
    public void Subscriptions_may_be_joined_at_any_time_as_routers_of_the_protocol_do()
    {
        var result = Composer.Compose(ApolloSchema.Translate([new("news", $"{Link} type Query {{ a: Int }} type Subscription {{ told(after: ID): Int }}")]).Sources);
        Assert.Contains("told(after: ID @fusion__argument(schema: NEWS)): Int @fusion__field(schema: NEWS) @fusion__joinable(schema: NEWS)", result.Print(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_of_the_subgraphs_does_not_matter()
        => Assert.Equal(ApolloShop.Composed, Composer.Compose(ApolloSchema.Translate([.. ApolloShop.Subgraphs.Reverse()]).Sources).Print());

    [Fact]
    public void A_key_that_selects_what_is_not_there_is_refused()
        => Assert.Equal(
            ["""shop:1:40: error APOLLO_NOT_TRANSLATABLE: `Product` cannot be read: the key "upc" selects what is not defined, or by the type of what it finds. Select in `@key` only fields that every `Product` has."""],
            ApolloSchema.Translate([new("shop", """type Query { p: Product } type Product @key(fields: "upc") { id: ID! }""")]).Errors.Select(error => error.ToString()));

    [Theory]
    [InlineData("type Query { g: Grade }", "type Query { h: Grade }", "FINE GOOD POOR")]
    [InlineData("type Query { g(grade: Grade): Int }", "type Query { h(by: Sort): Int } input Sort { grade: [Grade!] }", "GOOD")]
    public void An_enum_whose_values_differ_has_those_that_everybody_can_deal_with(string first, string second, string expected)
    {
        var result = Composer.Compose(ApolloSchema.Translate(
            [new("a", $"{Link} {first} enum Grade {{ GOOD FINE }}"), new("b", $"{Link} {second} enum Grade {{ POOR GOOD }}")]).Sources);
        Assert.Equal(("", expected), (string.Join('\n', result.Errors), string.Join(' ', Values(result))));

        static IEnumerable<string> Values(CompositionResult result)
            => result.ClientSchema!.Definitions.OfType<GraphQL.Language.EnumTypeDefinitionNode>().Single().Values.Select(value => value.Name.Value);
    }

    [Fact]
    public void An_enum_that_is_given_and_taken_is_equal_everywhere()
        => Assert.Equal(
            [
                "b:1:150: error ENUM_VALUES_MISMATCH: `Grade` has no value `FINE`, which other source schemas have. Add `FINE` in b, or mark it with `@inaccessible` in a.",
                "a:1:138: error ENUM_VALUES_MISMATCH: `Grade` has no value `POOR`, which other source schemas have. Add `POOR` in a, or mark it with `@inaccessible` in b.",
            ],
            Composer.Compose(ApolloSchema.Translate(
                [
                    new("a", $"{Link} type Query {{ g: Grade }} enum Grade {{ GOOD FINE }}"),
                    new("b", $"{Link} type Query {{ h(grade: Grade): Int }} enum Grade {{ POOR GOOD }}"),
                ]).Sources).Errors.Select(error => error.ToString()));

    [Theory]
    [InlineData("... on P { id }", "id", "{ id }")]
    [InlineData("... { id ... on Named { maker { ... on Maker { code } } } }", "id maker { code }", "{ id, maker: maker.{ code } }")]
    public void Fragments_that_every_object_passes_are_what_they_select(string key, string plainKey, string map)
    {
        var sdl = Text(Assert.Single(ApolloSchema.Translate(
            [new("a", $$"""{{Link}} type Query { p: P } interface Named { id: ID! } type P implements Named @key(fields: "{{key}}") { id: ID! maker: Maker } type Maker { code: ID! }""")]).Sources));
        Assert.Contains($$"""type P implements Named @key(fields: "{{plainKey}}")""", sdl, StringComparison.Ordinal);
        Assert.Contains($$"""(representation: _Any! @is(field: "{{map}}"))""", sdl, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("media { id }", "{ media: media.{ id } }")]
    [InlineData("media { __typename }", "{ media: media.{ __typename } }")]
    [InlineData("media { __typename ... on Book { size } ... on Film { minutes } }", "{ media: media.{ __typename, size: <Book>.size, minutes: <Film>.minutes } }")]
    [InlineData("media { ... on Paper { size } ... on Film { size } }", "{ media: media.{ size: <Book>.size | <Map>.size | <Film>.size } }")]
    [InlineData("media { ... on Media { id ... on Paper { ... on Map { size } } } }", "{ media: media.{ id, size: <Map>.size } }")]
    [InlineData("media { maker { code } ... on Book { maker { name } } }", "{ media: media.{ maker: <Book>.maker.{ code, name } | maker.{ code } } }")]
    [InlineData("all { ... on Film { minutes } ... on Book { size(unit: CM) } }", "{ all: all[[{ minutes: <Film>.minutes, size: <Book>.size(unit:CM) }]] }")]
    [InlineData("__typename media { ... on Book { __typename } maker { __typename code } }", "{ media: media.{ __typename: <Book>.__typename, maker: maker.{ __typename, code } } }")]
    [InlineData("found { ... on Film { maker { __typename } } }", "{ found: found.{ maker: <Film>.maker.{ __typename } } }")]
    public void A_requirement_has_an_alternative_for_each_type_on_which_it_depends(string fields, string map)
        => Assert.Contains(
            $"""x(_representation: _Any @require(field: "{map}")): Int""",
            Text(Assert.Single(ApolloSchema.Translate([new("a", WithMedia(fields))]).Sources)).Split('\n').Select(line => line.Trim()));

    [Theory]
    [InlineData("media { ... on Maker { code } }")]
    [InlineData("media { ... on Book { minutes } }")]
    [InlineData("found { id }")]
    [InlineData("media { ...Parts }")]
    [InlineData("media { size ... on Book { size(unit: CM) } }")]
    public void A_requirement_that_nothing_fulfils_is_refused(string fields)
        => Assert.Equal(
            [$"a:5:3: error APOLLO_NOT_TRANSLATABLE: `P.x` cannot be read: the requirement \"{fields}\" selects what is not defined. Let `@requires` select only what `P` defines with `@external`, each field with one set of arguments."],
            ApolloSchema.Translate([new("a", WithMedia(fields))]).Errors.Select(error => error.ToString()));

    [Fact]
    public void A_key_that_depends_on_the_type_is_refused()
        => Assert.Equal(
            ["""a:1:208: error APOLLO_NOT_TRANSLATABLE: `P` cannot be read: the key "media { ... on Book { id } }" selects what is not defined, or by the type of what it finds. Select in `@key` only fields that every `P` has."""],
            ApolloSchema.Translate([new("a",
                $$"""{{Link}} type Query { p: P } interface Media { id: ID! } type Book implements Media { id: ID! } type P @key(fields: "media { ... on Book { id } }") { media: Media }""")]).Errors.Select(error => error.ToString()));

    [Fact]
    public void What_is_required_of_one_type_must_be_known_for_that_type()
        => Assert.Equal(
            [
                "a:5:3: error UNSATISFIABLE_QUERY_PATH: `Query.p.x` cannot be resolved: `P` comes from a there, but what `P.x` of a requires cannot be resolved elsewhere. "
                + "Let a schema other than a that can be reached from a resolve what `P.x` requires.",
            ],
            Composer.Compose(ApolloSchema.Translate(
                [
                    new("a", $$"""
                        {{Link}}
                        type Query { p: P }
                        type P @key(fields: "id") {
                          id: ID! media: Media @external
                          x: Int @requires(fields: "media { ... on Book { size } ... on Film { minutes } }")
                        }
                        union Media = Book | Film
                        type Book { size: Int @external }
                        type Film @key(fields: "slug") { slug: ID! @external minutes: Int @external }
                        """),
                    new("b", $$"""
                        {{Link}}
                        type P @key(fields: "id") { id: ID! media: Media }
                        union Media = Book | Film
                        type Book { size: Int }
                        type Film @key(fields: "id") { id: ID! }
                        """),
                    new("c", $$"""{{Link}} type Film @key(fields: "slug") { slug: ID! minutes: Int }"""),
                ]).Sources).Errors.Where(error => error.Coordinate == "P.x").Select(error => error.ToString()));

    private static string WithMedia(string fields) => $$"""
        {{Link}}
        type Query { p: P }
        type P @key(fields: "id") {
          id: ID! media: Media @external found: Found @external all: [[Media]] @external x: Int
          @requires(fields: "{{fields}}")
        }
        interface Media { id: ID! size: Int maker: Maker }
        interface Paper implements Media { id: ID! size: Int maker: Maker }
        union Found = Film | Book
        type Book implements Media & Paper { id: ID! size(unit: Unit): Int @external maker: Maker }
        type Map implements Media & Paper { id: ID! size: Int @external maker: Maker }
        type Film implements Media { id: ID! size: Int @external minutes: Int @external maker: Maker }
        type Maker { code: ID! name: String }
        enum Unit { CM }
        """;

    [Fact]
    public void A_field_that_gives_an_interface_object_is_refused_where_nobody_knows_its_type()
        => Assert.Equal(
            ["shop:3:11: error APOLLO_NOT_TRANSLATABLE: `Query.best` cannot be read: of what it gives, `Item`, this subgraph does not know the type, and no other has the interface with one of its keys. Define `Item` in another subgraph as an interface with one of its keys."],
            ApolloSchema.Translate([new("shop",
                """
                extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@interfaceObject"])
                type Query { best: Item }
                type Item @interfaceObject @key(fields: "id") { id: ID! }
                """)]).Errors.Select(error => error.ToString()));

    private static string Text(SourceSchemaDocument source) => GraphQL.Language.SyntaxPrinter.Print(source.Translation!.Document);

    [Fact]
    public void A_schema_with_lookups_stays_as_it_is()
    {
        SourceSchemaDocument ours = new("ours", """type Query { product(id: ID!): Product @lookup } type Product @key(fields: "id") { id: ID! }""");
        Assert.Equal([ours], ApolloSchema.Translate([ours]).Sources);
    }
}
