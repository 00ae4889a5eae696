using System.Text.Json;
using FinFlow.GraphQL.Language;
using Xunit.Abstractions;

namespace FinFlow.GraphQL.Tests;

/// <summary>Documents whose acceptance, error message and error location are known from graphql-js.</summary>
public sealed class ParseCorpusTests(ITestOutputHelper output)
{
    [SharedFact]
    public void Parser_Should_AgreeWithTheCorpus()
    {
        var (cases, l1, l2, l3) = (0, 0, 0, 0);
        var failures = new List<string>();
        foreach (var line in File.ReadLines(SharedFolder.File("conformance", "corpus", "parse.portable.jsonl")))
        {
            using var json = JsonDocument.Parse(line);
            var source = json.RootElement.GetProperty("source").GetString()!;
            var expected = json.RootElement.TryGetProperty("error", out var error) ? Outcome.From(error) : null;
            var actual = Parse(source);
            var agrees = (expected is null) == (actual is null);
            var placed = agrees && expected?.Line == actual?.Line && expected?.Column == actual?.Column;
            var worded = agrees && expected?.Message == actual?.Message;
            (cases, l1, l2, l3) = (cases + 1, l1 + (agrees ? 1 : 0), l2 + (placed ? 1 : 0), l3 + (worded ? 1 : 0));
            if (!placed || !worded)
            {
                failures.Add($"{source}\n  expected {expected}\n  actual   {actual}");
            }
        }

        output.WriteLine($"{cases} cases: L1 {l1}, L2 {l2}, L3 {l3}");
        Assert.True(cases > 600, $"The corpus has shrunk to {cases} cases.");
        Assert.Empty(failures);
    }

    [SharedFact]
    public void Accepted_Documents_Should_SurvivePrinting()
    {
        foreach (var line in File.ReadLines(SharedFolder.File("conformance", "corpus", "parse.portable.jsonl")))
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.GetProperty("ok").GetBoolean())
            {
                AssertSurvivesPrinting(json.RootElement.GetProperty("source").GetString()!);
            }
        }
    }

    [SharedFact]
    public void Schemas_Should_SurvivePrinting()
    {
        var files = Directory.GetFiles(SharedFolder.File("conformance", "corpus", "schemas"), "*.graphql");
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            AssertSurvivesPrinting(File.ReadAllText(file));
        }
    }

    private static void AssertSurvivesPrinting(string source)
    {
        var document = Parser.Parse(source);
        var printed = SyntaxPrinter.Print(document);
        Assert.Equal(printed, SyntaxPrinter.Print(Parser.Parse(printed)));
        var compact = SyntaxPrinter.PrintCompact(document);
        Assert.Equal(compact, SyntaxPrinter.PrintCompact(Parser.Parse(compact)));
        Assert.DoesNotContain('\n', compact);
    }

    private static Outcome? Parse(string source)
    {
        try
        {
            Parser.Parse(source);
            return null;
        }
        catch (SyntaxException exception)
        {
            return new Outcome(exception.Message, exception.Location.Line, exception.Location.Column);
        }
    }

    private sealed record Outcome(string Message, int Line, int Column)
    {
        public static Outcome From(JsonElement error)
        {
            var location = error.GetProperty("locations")[0];
            return new Outcome(error.GetProperty("message").GetString()!, location.GetProperty("line").GetInt32(), location.GetProperty("column").GetInt32());
        }
    }
}
