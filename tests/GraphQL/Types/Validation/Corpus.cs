using System.Text.Json;
using FinFlow.GraphQL.Types;
using Xunit.Abstractions;

namespace FinFlow.GraphQL.Tests;

/// <summary>Documents whose outcome is known, one JSON object per line.</summary>
internal static class Corpus
{
    public static IEnumerable<JsonElement> Cases(string kind)
        => File.ReadLines(SharedFolder.File("conformance", "corpus", $"{kind}.portable.jsonl")).Select(line => JsonDocument.Parse(line).RootElement);
}

/// <summary>An error, in the form in which errors are compared.</summary>
internal sealed record CorpusFinding(string Message, string Locations)
{
    public static CorpusFinding Of(JsonElement error) => new(
        error.GetProperty("message").GetString()!,
        error.TryGetProperty("locations", out var locations)
            ? string.Join(' ', locations.EnumerateArray().Select(location => $"{location.GetProperty("line")}:{location.GetProperty("column")}"))
            : "");

    public static CorpusFinding Of(GraphQLError error)
        => new(error.Message, string.Join(' ', error.Locations.Select(location => $"{location.Line}:{location.Column}")));
}

/// <summary>How many cases agree on acceptance, on locations and on messages.</summary>
internal sealed class CorpusTally
{
    private readonly List<string> _failures = [];
    private int _cases;
    private int _accepted;
    private int _placed;
    private int _worded;

    public void Add(string source, CorpusFinding[] expected, CorpusFinding[] actual)
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
            _failures.Add($"{source}\n  expected {string.Join("\n  ", expected.AsEnumerable())}\n  actual   {string.Join("\n  ", actual.AsEnumerable())}");
        }
    }

    public void AssertAgreement(ITestOutputHelper output, int casesMin)
    {
        output.WriteLine($"{_cases} cases: L1 {_accepted}, L2 {_placed}, L3 {_worded}");
        Assert.True(_cases >= casesMin, $"The corpus has shrunk to {_cases} cases.");
        Assert.True(_failures.Count == 0, string.Join("\n\n", _failures));
    }

    private static bool Same(CorpusFinding[] expected, CorpusFinding[] actual, Func<CorpusFinding, string> aspect)
        => expected.Select(aspect).Order(StringComparer.Ordinal).SequenceEqual(actual.Select(aspect).Order(StringComparer.Ordinal));
}
