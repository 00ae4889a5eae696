using FinFlow.Gateway.Composition;
using FinFlow.Gateway.Fusion;
using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Tests;

/// <summary>Subgraphs of a shop, one of them of version 1: composed by us, and run by `@apollo/subgraph` in the journeys.</summary>
internal static class ApolloShop
{
    private static readonly string[] Names = ["products", "inventory", "reviews", "users", "ratings", "cases", "labels"];

    public static IReadOnlyList<SourceSchemaDocument> Subgraphs { get; } =
        [.. Names.Select(name => new SourceSchemaDocument(name, File.ReadAllText(Path.Combine(Folder(), "Subgraphs", $"{name}.graphql"))))];

    public static string Composed { get; } = Compose();

    public static string Plan(string document) => new Planner(CompositeSchema.Load(Composed)).Plan(Parser.Parse(document)).ToString();

    private static string Compose()
    {
        var (sources, errors) = ApolloSchema.Translate(Subgraphs);
        Assert.Empty(errors);
        var result = Composer.Compose(sources);
        Assert.True(result.Succeeded, string.Join('\n', result.Errors));
        return result.Print();
    }

    private static string Folder([System.Runtime.CompilerServices.CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
