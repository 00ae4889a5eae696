using System.Text.Json;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;
using Xunit.Abstractions;

namespace FinFlow.GraphQL.Tests;

/// <summary>Documents to execute whose acceptance, errors and error locations are known from graphql-js.</summary>
public sealed class DocumentCorpusTests(ITestOutputHelper output)
{
    /// <summary>The corpus has queries that only a limit refuses; the specification has no such rule.</summary>
    private static readonly ValidationLimits Limits = ValidationLimits.Default with { IntrospectionListsMax = int.MaxValue };

    /// <summary>
    /// Five suggested types, which graphql-js orders by a comparison that goes in a circle: Cat before Dog before Feline before Cat. Ours does not.
    /// </summary>
    private const string CircularOrder = "{ catOrDog { name } }";

    [SharedFact]
    public void Documents_Should_AgreeWithTheCorpus()
    {
        var tally = new CorpusTally();
        var schemas = new Dictionary<string, Schema>(StringComparer.Ordinal);
        foreach (var json in Corpus.Cases("validate"))
        {
            var name = json.GetProperty("schema").GetString()!;
            if (!schemas.TryGetValue(name, out var schema))
            {
                schemas[name] = schema = SchemaBuilder.BuildUnchecked(Parser.Parse(File.ReadAllText(SharedFolder.File("conformance", "corpus", "schemas", $"{name}.graphql"))));
            }

            var query = json.GetProperty("query").GetString()!;
            var actual = DocumentValidator.Validate(schema, Parser.Parse(query), Limits).Select(CorpusFinding.Of).ToArray();
            Assert.Equal(json.GetProperty("allRules").EnumerateObject().All(rule => rule.Name == "MaxIntrospectionDepthRule"), actual.Length == 0);
            if (query != CircularOrder)
            {
                tally.Add(query, [.. Expected(json)], [.. actual.Where(finding => !IsNewInTheDraft(finding))]);
            }
        }

        tally.AssertAgreement(output, casesMin: 265);
    }

    /// <summary>Operation Type Existence came to the specification after graphql-js 16.</summary>
    private static bool IsNewInTheDraft(CorpusFinding finding) => finding.Message.EndsWith(" operation is not supported by the schema.", StringComparison.Ordinal);

    private static IEnumerable<CorpusFinding> Expected(JsonElement json)
        => from rule in json.GetProperty("allRules").EnumerateObject()
           where rule.Name != "MaxIntrospectionDepthRule"
           from error in rule.Value.EnumerateArray()
           select CorpusFinding.Of(error);
}
