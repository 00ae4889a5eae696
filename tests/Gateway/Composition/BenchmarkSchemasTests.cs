using System.Text.RegularExpressions;
using FinFlow.Gateway.Composition;
using FinFlow.GraphQL.Types;

namespace FinFlow.Gateway.Tests;

/// <summary>The public gateways benchmark: four source schemas with keys, internal lookups and requirements.</summary>
public sealed partial class BenchmarkSchemasTests
{
    [SharedFileFact("bench", "gateway", "subgraphs", "subgraphs.mjs")]
    public void The_benchmark_composes_without_errors()
    {
        var result = Composer.Compose(Sources());
        Assert.Equal([], result.Errors);
        Assert.StartsWith(Queries, result.Print(), StringComparison.Ordinal);
        Assert.Contains(Shipping, result.Print(), StringComparison.Ordinal);
        Assert.NotNull(SchemaBuilder.Build(result.Schema!).FindType("Product"));
    }

    [SharedFileFact("bench", "gateway", "subgraphs", "subgraphs.mjs")]
    public void The_order_of_the_source_schemas_does_not_matter()
        => Assert.Equal(Composer.Compose(Sources()).Print(), Composer.Compose([.. Sources().Reverse()]).Print());

    private const string Queries =
        """
        type Query @fusion__type(schema: ACCOUNTS) @fusion__type(schema: INVENTORY) @fusion__type(schema: PRODUCTS) @fusion__type(schema: REVIEWS) {
          me: User @fusion__field(schema: ACCOUNTS)
          user(id: ID! @fusion__argument(schema: ACCOUNTS)): User @fusion__field(schema: ACCOUNTS)
          users: [User!]! @fusion__field(schema: ACCOUNTS)
          topProducts(first: Int! = 5 @fusion__argument(schema: PRODUCTS)): [Product!]! @fusion__field(schema: PRODUCTS)
          product(upc: String! @fusion__argument(schema: PRODUCTS)): Product @fusion__field(schema: PRODUCTS)
          review(id: ID! @fusion__argument(schema: REVIEWS)): Review @fusion__field(schema: REVIEWS)
        }
        """;

    private const string Shipping =
        """
          shippingEstimate: Long @fusion__field(schema: INVENTORY) @fusion__requires(schema: INVENTORY, field: "shippingEstimate(weight: Long!, price: Long!): Long", map: ["weight", "price"])
        """;

    private static SourceSchemaDocument[] Sources()
    {
        var script = File.ReadAllText(SharedFiles.Find("bench", "gateway", "subgraphs", "subgraphs.mjs"));
        var directives = Directives().Match(script).Groups[1].Value.Replace(@"\n", "\n", StringComparison.Ordinal);
        var composite = script[script.IndexOf("const composite = {", StringComparison.Ordinal)..];
        return [.. Sdl().Matches(composite).Select(match => new SourceSchemaDocument(match.Groups[1].Value, directives + match.Groups[2].Value))];
    }

    [GeneratedRegex("const directives = `([^`]*)`")]
    private static partial Regex Directives();

    [GeneratedRegex(@"(\w+): \{\s*sdl: `([^`]*)`")]
    private static partial Regex Sdl();
}
