using FinFlow.Gateway.Composition;

namespace FinFlow.Gateway.Tests;

/// <summary>
/// Every example and counter-example of the specification's rules, with all errors that all rules up to the example's phase find: they are
/// in the snapshot. The blocks are excerpts, made whole by <see cref="SpecificationExample.CompletedSchemas"/>.
/// </summary>
public sealed class SpecificationRulesTests
{
    [SharedFileFact("spec", "composite-schemas", "Section 4 -- Composition.md")]
    public void Examples_are_accepted()
        => Assert.Equal([], Examples().Where(example => !example.IsCounterExample)
            .SelectMany(example => Errors(example).Where(error => error.Code == example.Code)).Select(error => error.ToString()));

    [SharedFileFact("spec", "composite-schemas", "Section 4 -- Composition.md")]
    public void Counter_examples_are_refused()
        => Assert.Equal([], Examples().Where(example => example.IsCounterExample && Errors(example).All(error => error.Code != example.Code)));

    /// <summary>Of the examples only those are in it that show one rule and break another.</summary>
    [SharedFileFact("spec", "composite-schemas", "Section 4 -- Composition.md")]
    public void Whole_errors_are_those_of_the_snapshot()
        => Snapshot.Matches(
            "SpecificationRules.txt",
            string.Join("\n", Examples().Select(example => (example, Errors: Errors(example).ToList())).Where(pair => pair.example.IsCounterExample || pair.Errors.Count > 0)
                .Select(pair => string.Join("\n  ", [pair.example.ToString(), .. pair.Errors]))) + "\n");

    [SharedFileFact("spec", "composite-schemas", "Section 4 -- Composition.md")]
    public void Every_error_says_where_it_is_and_how_to_mend_it()
        => Assert.All(Examples().SelectMany(Errors), error =>
        {
            Assert.Matches("^[A-Z`].*[.?]$", error.Message);
            Assert.Matches(@"^[A-Z].*\.$", error.Hint);
            Assert.DoesNotContain(error.Hint, error.Message, StringComparison.Ordinal);
            Assert.NotEmpty(error.Places);
            Assert.All(error.Places, place => Assert.NotNull(place.Location));

            // GraphQL's own errors name the place only.
            Assert.True(error.Coordinate is not null || error.Code == "INVALID_GRAPHQL", error.ToString());
        });

    [Fact]
    public void Every_rule_of_the_specification_has_one_class()
        => Assert.Equal((36, 15, 14), (SourceRules.All.Count, PreMergeRules.All.Count, PostMergeRules.All.Count));

    private static IEnumerable<SpecificationExample> Examples() => SpecificationExample.Read().Where(example => !example.Code.Any(char.IsAsciiLetterLower));

    private static IEnumerable<CompositionError> Errors(SpecificationExample example)
    {
        // What is unknown there is the error.
        var schemas = new SourceSchemas(example.Code == "INVALID_GRAPHQL" ? example.Schemas() : example.CompletedSchemas());
        Enricher.Enrich(schemas, CompositionOptions.Default);
        var errors = SourceRules.All.SelectMany(rule => schemas.All.SelectMany(rule.Check));
        if (example.Phase == "Validate Source Schemas")
        {
            return errors;
        }

        errors = errors.Concat(PreMergeRules.All.SelectMany(rule => rule.Check(schemas)));
        return example.Phase == "Pre Merge Validation" ? errors : errors.Concat(PostMergeRules.All.SelectMany(rule => rule.Check(SchemaMerger.Merge(schemas))));
    }
}
