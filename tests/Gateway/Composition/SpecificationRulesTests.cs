using FinFlow.Gateway.Composition;

namespace FinFlow.Gateway.Tests;

/// <summary>Every example and counter-example of the specification's rules; the errors themselves are in the snapshot.</summary>
public sealed class SpecificationRulesTests
{
    [SharedFileFact("spec", "composite-schemas", "Section 4 -- Composition.md")]
    public void Examples_are_accepted()
        => Assert.Equal([], Examples().Where(example => !example.IsCounterExample).SelectMany(Errors).Select(error => error.ToString()));

    [SharedFileFact("spec", "composite-schemas", "Section 4 -- Composition.md")]
    public void Counter_examples_are_refused_with_the_errors_of_the_snapshot()
        => Snapshot.Matches(
            "SpecificationRules.txt",
            string.Join("\n", Examples().Where(example => example.IsCounterExample).Select(example => string.Join("\n  ", [example.ToString(), .. Errors(example)]))) + "\n");

    [Fact]
    public void Every_rule_of_the_specification_has_one_class()
        => Assert.Equal((36, 15, 14), (SourceRules.All.Count, PreMergeRules.All.Count, PostMergeRules.All.Count));

    // Which schemas are GraphQL is the type system's business, and tested there.
    private static IEnumerable<SpecificationExample> Examples()
        => SpecificationExample.Read().Where(example => !example.Code.Any(char.IsAsciiLetterLower) && example.Code != "INVALID_GRAPHQL");

    private static IEnumerable<CompositionError> Errors(SpecificationExample example)
    {
        var schemas = new SourceSchemas(example.Schemas());
        Enricher.Enrich(schemas, CompositionOptions.Default);
        var errors = example.Phase switch
        {
            "Validate Source Schemas" => SourceRules.All.SelectMany(rule => schemas.All.SelectMany(rule.Check)),
            "Pre Merge Validation" => PreMergeRules.All.SelectMany(rule => rule.Check(schemas)),
            _ => PostMergeRules.All.SelectMany(rule => rule.Check(SchemaMerger.Merge(schemas))),
        };
        return errors.Where(error => error.Code == example.Code);
    }
}
