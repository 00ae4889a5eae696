using System.Text.RegularExpressions;

namespace FinFlow.Repository.Tests;

/// <summary>A newcomer finds the way: every folder of weight has a README of one screen whose links lead somewhere.</summary>
public sealed partial class DocumentationTests
{
    private const int LinesMax = 120;

    private static IEnumerable<string> Readmes => RepositoryTree.Files.Where(file => Path.GetFileName(file) == "README.md");

    [Fact]
    public void Projects_Should_HaveAReadme()
    {
        var without = RepositoryTree.Files
            .Where(file => file.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(file => Path.GetDirectoryName(file)!)
            .Where(folder => !folder.StartsWith("tests/", StringComparison.Ordinal) && !RepositoryTree.Files.Contains($"{folder}/README.md"));

        Assert.Empty(without);
    }

    [Fact]
    public void FolderReadmes_Should_FitAScreen()
    {
        var long_ = Readmes.Where(file => file != "README.md" && RepositoryTree.Lines(file).Length > LinesMax);

        Assert.Empty(long_);
    }

    [Fact]
    public void Links_Should_LeadSomewhere()
    {
        var broken =
            from file in RepositoryTree.Files
            where file.EndsWith(".md", StringComparison.Ordinal)
            from Match match in RelativeLink().Matches(RepositoryTree.Text(file))
            let target = match.Groups[1].Value.Split('#')[0]
            where target.Length > 0 && !Path.Exists(Path.Combine(RepositoryTree.Root, Path.GetDirectoryName(file)!, target))
            select $"{file}: {target}";

        Assert.Empty(broken);
    }

    [GeneratedRegex(@"\]\((?!https?:|mailto:)([^)\s]+)\)")]
    private static partial Regex RelativeLink();
}
