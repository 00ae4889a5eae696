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
        var tally = new Tally();
        foreach (var json in Cases("sdl"))
        {
            var errors = json.GetProperty("sdlErrors").GetArrayLength() > 0 ? json.GetProperty("sdlErrors") : json.GetProperty("schemaErrors");
            SchemaBuilder.TryBuild(Parse(json), SchemaOptions.Default, out _, out var actual);
            tally.Add(json, [.. errors.EnumerateArray().Select(Finding.Of)], [.. actual.Select(Finding.Of)]);
        }

        tally.AssertAgreement(output, casesMin: 200);
    }

    /// <summary>Schemas to which only the rules of schemas are applied; the corpus has no locations.</summary>
    [SharedFact]
    public void Schemas_Should_AgreeWithTheCorpus()
    {
        var tally = new Tally();
        foreach (var json in Cases("schema"))
        {
            var actual = SchemaValidator.Validate(SchemaBuilder.BuildUnchecked(Parse(json)));
            tally.Add(
                json,
                [.. json.GetProperty("errors").EnumerateArray().Select(message => new Finding(message.GetString()!, ""))],
                [.. actual.Select(error => new Finding(error.Message, ""))]);
        }

        tally.AssertAgreement(output, casesMin: 190);
    }

    [SharedFact]
    public void A_Printed_Schema_Should_BuildTheSameSchema()
    {
        var documents = Cases("sdl").Concat(Cases("schema")).Select(Parse)
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

    private static IEnumerable<JsonElement> Cases(string kind)
        => File.ReadLines(SharedFolder.File("conformance", "corpus", $"{kind}.portable.jsonl")).Select(line => JsonDocument.Parse(line).RootElement);

    private static DocumentNode Parse(JsonElement json) => Parser.Parse(json.GetProperty("sdl").GetString()!);

    private sealed record Finding(string Message, string Locations)
    {
        public static Finding Of(JsonElement error) => new(
            error.GetProperty("message").GetString()!,
            error.TryGetProperty("locations", out var locations)
                ? string.Join(' ', locations.EnumerateArray().Select(location => $"{location.GetProperty("line")}:{location.GetProperty("column")}"))
                : "");

        public static Finding Of(GraphQLError error)
            => new(error.Message, string.Join(' ', error.Locations.Select(location => $"{location.Line}:{location.Column}")));
    }

    private sealed class Tally
    {
        private readonly List<string> _failures = [];
        private int _cases;
        private int _accepted;
        private int _placed;
        private int _worded;

        public void Add(JsonElement json, Finding[] expected, Finding[] actual)
        {
            var accepted = expected.Length == 0 == (actual.Length == 0);
            var placed = accepted && Same(expected, actual, finding => finding.Locations);
            var worded = accepted && Same(expected, actual, finding => finding.Message);
            _cases++;
            _accepted += accepted ? 1 : 0;
            _placed += placed ? 1 : 0;
            _worded += worded ? 1 : 0;
            if (!placed || !worded)
            {
                _failures.Add($"{json.GetProperty("sdl")}\n  expected {string.Join("\n  ", expected.AsEnumerable())}\n  actual   {string.Join("\n  ", actual.AsEnumerable())}");
            }
        }

        public void AssertAgreement(ITestOutputHelper output, int casesMin)
        {
            output.WriteLine($"{_cases} cases: L1 {_accepted}, L2 {_placed}, L3 {_worded}");
            Assert.True(_cases >= casesMin, $"The corpus has shrunk to {_cases} cases.");
            Assert.Empty(_failures);
        }

        private static bool Same(Finding[] expected, Finding[] actual, Func<Finding, string> aspect)
            => expected.Select(aspect).Order(StringComparer.Ordinal).SequenceEqual(actual.Select(aspect).Order(StringComparer.Ordinal));
    }
}
