using System.Text.Json;
using FinFlow.GraphQL.Language;
using FinFlow.GraphQL.Types;
using Xunit.Abstractions;

namespace FinFlow.GraphQL.Tests;

/// <summary>Definitions whose acceptance, errors and error locations are known from graphql-js.</summary>
public sealed class SchemaCorpusTests(ITestOutputHelper output)
{
    /// <summary>Documents of definitions, judged by the rules of their text and then by those of the schema.</summary>
    [SharedFact]
    public void Definitions_Should_AgreeWithTheCorpus()
    {
        var tally = new CorpusTally();
        foreach (var json in Corpus.Cases("sdl"))
        {
            var errors = json.GetProperty("sdlErrors").GetArrayLength() > 0 ? json.GetProperty("sdlErrors") : json.GetProperty("schemaErrors");
            SchemaBuilder.TryBuild(Parse(json), SchemaOptions.Default, out _, out var actual);
            tally.Add(json.GetProperty("sdl").GetString()!, [.. errors.EnumerateArray().Select(CorpusFinding.Of)], [.. actual.Select(CorpusFinding.Of)]);
        }

        tally.AssertAgreement(output, casesMin: 200);
    }

    /// <summary>Schemas to which only the rules of schemas are applied; the corpus has no locations.</summary>
    [SharedFact]
    public void Schemas_Should_AgreeWithTheCorpus()
    {
        var tally = new CorpusTally();
        foreach (var json in Corpus.Cases("schema"))
        {
            var actual = SchemaValidator.Validate(SchemaBuilder.BuildUnchecked(Parse(json)));
            tally.Add(
                json.GetProperty("sdl").GetString()!,
                [.. json.GetProperty("errors").EnumerateArray().Select(message => new CorpusFinding(message.GetString()!, ""))],
                [.. actual.Select(error => new CorpusFinding(error.Message, ""))]);
        }

        tally.AssertAgreement(output, casesMin: 190);
    }

    [SharedFact]
    public void A_Printed_Schema_Should_BuildTheSameSchema()
    {
        var documents = Corpus.Cases("sdl").Concat(Corpus.Cases("schema")).Select(Parse)
            .Concat(Directory.GetFiles(SharedFolder.File("conformance", "corpus", "schemas"), "*.graphql").Select(file => Parser.Parse(File.ReadAllText(file))));
        var count = 0;
        foreach (var document in documents)
        {
            if (SchemaBuilder.TryBuild(document, SchemaOptions.Default, out var schema, out _))
            {
                var printed = SchemaPrinter.Print(schema);
                Assert.Equal(printed, SchemaPrinter.Print(SchemaBuilder.Build(Parser.Parse(printed))));
                count++;
            }
        }

        output.WriteLine($"{count} schemas");
        Assert.True(count > 200, $"Only {count} schemas of the corpus are valid.");
    }

    private static DocumentNode Parse(JsonElement json) => Parser.Parse(json.GetProperty("sdl").GetString()!);
}
