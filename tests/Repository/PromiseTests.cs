using System.Text.RegularExpressions;

namespace FinFlow.Repository.Tests;

/// <summary>What README.md promises has a test of that name, and no mutation is without its table of bad input.</summary>
public sealed partial class PromiseTests
{
    private static string TestCode { get; } = string.Join(
        '\n', RepositoryTree.CSharpFiles.Where(file => file.StartsWith("tests/", StringComparison.Ordinal)).Select(RepositoryTree.Text));

    [Fact]
    public void Promises_Should_HaveTheTestsThatTheyName()
    {
        var rows = Row().Matches(RepositoryTree.Text("README.md")).Select(row => row.Groups["tests"].Value).ToList();
        Assert.True(rows.Count > 40, $"Only {rows.Count} promises are listed.");

        var missing =
            from row in rows
            from Match test in Test().Matches(row)
            let files = RepositoryTree.CSharpFiles.Where(file => Path.GetFileNameWithoutExtension(file) == test.Groups["type"].Value).ToList()
            where files.Count == 0 || (test.Groups["method"].Success && !files.Any(file => Regex.IsMatch(RepositoryTree.Text(file), $@"\b{test.Groups["method"].Value}\(")))
            select test.Value;
        Assert.True(!missing.Any(), $"There is no {string.Join(", ", missing)}.");
        Assert.All(rows, row => Assert.Matches(Test(), row));
    }

    [Fact]
    public void Mutations_Should_HaveATableOfBadInput()
    {
        var mutation = MutationType().Match(RepositoryTree.Text("schema/gateway.graphql")).Groups["fields"].Value;
        var names = Field().Matches(mutation).Select(field => field.Groups["name"].Value).ToList();
        Assert.True(names.Count > 60, $"Only {names.Count} mutations were found.");
        var without = names.Where(name => !Regex.IsMatch(TestCode, $@"RefusesAsync\(\s*""{name}""")).ToList();
        Assert.True(without.Count == 0, $"No bad input is tried on {string.Join(", ", without)}.");
    }

    [GeneratedRegex(@"^\| .+? \| .+? \| (?<tests>`\w+(Tests|Promises).*?) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<type>\w+(Tests|Promises))(\.(?<method>\w+))?`")]
    private static partial Regex Test();

    [GeneratedRegex(@"^type Mutation\b[^\n]*\{\n(?<fields>.*?)^\}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex MutationType();

    [GeneratedRegex(@"^  (?<name>[a-z]\w*)[(:]", RegexOptions.Multiline)]
    private static partial Regex Field();
}
