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
            let file = RepositoryTree.CSharpFiles.SingleOrDefault(file => Path.GetFileNameWithoutExtension(file) == test.Groups["type"].Value)
            where file is null || (test.Groups["method"].Success && !Regex.IsMatch(RepositoryTree.Text(file), $@"\b{test.Groups["method"].Value}\("))
            select test.Value;
        Assert.Empty(missing);
        Assert.All(rows, row => Assert.Matches(Test(), row));
    }

    [Fact]
    public void Mutations_Should_HaveATableOfBadInput()
    {
        var mutation = MutationType().Match(RepositoryTree.Text("schema/gateway.graphql")).Groups["fields"].Value;
        var names = Field().Matches(mutation).Select(field => field.Groups["name"].Value).ToList();
        Assert.True(names.Count > 60, $"Only {names.Count} mutations were found.");
        Assert.Empty(names.Where(name => !Regex.IsMatch(TestCode, $@"RefusesAsync\(\s*""{name}""")));
    }

    [GeneratedRegex(@"^\| .+? \| .+? \| (?<tests>`\w+Tests.*?) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<type>\w+Tests)(\.(?<method>\w+))?`")]
    private static partial Regex Test();

    [GeneratedRegex(@"^type Mutation \{\n(?<fields>.*?)^\}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex MutationType();

    [GeneratedRegex(@"^  (?<name>[a-z]\w*)[(:]", RegexOptions.Multiline)]
    private static partial Regex Field();
}
