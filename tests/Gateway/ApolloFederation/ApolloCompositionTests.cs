using FinFlow.Gateway.Composition;

namespace FinFlow.Gateway.Tests;

/// <summary>What becomes of the schemas of Apollo Federation subgraphs.</summary>
public sealed class ApolloCompositionTests
{
    [Fact]
    public void Subgraphs_become_source_schemas()
        => Snapshot.Matches("Translated.graphql", string.Join('\n', ApolloSchema.Translate(ApolloShop.Subgraphs).Sources.Select(source => $"# {source.Name}\n{source.Sdl}\n")));

    [Fact]
    public void Clients_see_one_schema_without_what_is_inaccessible()
    {
        var view = FinFlow.Gateway.Fusion.CompositeSchema.Load(ApolloShop.Composed).ToString()!;
        Assert.DoesNotContain("cost", view, StringComparison.Ordinal);
        Assert.DoesNotContain("_entities", view, StringComparison.Ordinal);
        Assert.DoesNotContain("_Any", view, StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_of_the_subgraphs_does_not_matter()
        => Assert.Equal(ApolloShop.Composed, Composer.Compose(ApolloSchema.Translate([.. ApolloShop.Subgraphs.Reverse()]).Sources).Print());

    [Fact]
    public void A_key_that_selects_what_is_not_there_is_refused()
        => Assert.Equal(
            ["""shop:1:40: error APOLLO_NOT_TRANSLATABLE: `Product` cannot be read: the key "upc" selects what is not defined, or by fragments."""],
            ApolloSchema.Translate([new("shop", """type Query { p: Product } type Product @key(fields: "upc") { id: ID! }""")]).Errors.Select(error => error.ToString()));

    [Fact]
    public void A_field_that_gives_an_interface_object_is_refused()
        => Assert.Equal(
            ["shop:3:11: error APOLLO_NOT_TRANSLATABLE: `Query.best` cannot be read: of what it gives, `Item`, this subgraph does not know the type, and nobody is asked for it here."],
            ApolloSchema.Translate([new("shop",
                """
                extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@interfaceObject"])
                type Query { best: Item }
                type Item @interfaceObject @key(fields: "id") { id: ID! }
                """)]).Errors.Select(error => error.ToString()));

    [Fact]
    public void A_schema_with_lookups_stays_as_it_is()
    {
        SourceSchemaDocument ours = new("ours", """type Query { product(id: ID!): Product @lookup } type Product @key(fields: "id") { id: ID! }""");
        Assert.Equal([ours], ApolloSchema.Translate([ours]).Sources);
    }
}
