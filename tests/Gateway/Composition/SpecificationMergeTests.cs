using FinFlow.Gateway.Composition;
using FinFlow.GraphQL.Language;

namespace FinFlow.Gateway.Tests;

/// <summary>The specification's examples that show a composed result.</summary>
public sealed class SpecificationMergeTests
{
    // The first leaves a default out that the algorithm keeps (and the section on arguments shows kept); the second leaves a field out.
    private static readonly HashSet<(string, int)> Contradicting = [("Merge Output Fields", 1), ("Merge Output Fields", 4)];

    [SharedFileFact("spec", "composite-schemas", "Section 4 -- Composition.md")]
    public void Schemas_merge_into_the_result_that_the_example_shows()
    {
        var examples = SpecificationExample.Read().Where(example => !example.IsCounterExample && example.Expected() is not null && !Contradicting.Contains((example.Code, example.Number))).ToList();
        Assert.Equal(26, examples.Count);
        Assert.All(examples, example => Assert.Equal(Sorted(example.Expected()!), Sorted(Merge(example.Schemas()), Names(example.Expected()!))));
    }

    private static DocumentNode Merge(IReadOnlyList<SourceSchema> schemas)
    {
        var sources = new SourceSchemas(schemas);
        Enricher.Enrich(sources, CompositionOptions.Default);
        return ClientView.Of(ExecutionSchemaWriter.Write(SchemaMerger.Merge(sources)));
    }

    private static HashSet<string> Names(DocumentNode document) => [.. document.Definitions.OfType<TypeDefinitionNode>().Select(type => type.Name.Value)];

    /// <summary>Some results leave types out that do not matter there.</summary>
    private static string Sorted(DocumentNode document, HashSet<string>? only = null)
        => string.Join("\n\n", document.Definitions.OfType<TypeDefinitionNode>().Where(type => only?.Contains(type.Name.Value) != false)
            .OrderBy(type => type.Name.Value, StringComparer.Ordinal).Select(SyntaxPrinter.Print));
}
