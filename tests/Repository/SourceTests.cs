using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace FinFlow.Repository.Tests;

/// <summary>How code reads: one sitting a file, one namespace a project, names that say something, nothing left unfinished.</summary>
public sealed partial class SourceTests
{
    private const int LinesMax = 300;

    // Where the compiler looks for a type that an older framework lacks.
    private const string CompilerSupport = "System.Runtime.CompilerServices";

    // Written so that this file does not find itself.
    private static readonly string[] Unfinished = ["TO" + "DO", "FIX" + "ME", "NotImplemented" + "Exception", "#reg" + "ion"];

    [Fact]
    public void Files_Should_FitASitting()
    {
        var long_ = RepositoryTree.CSharpFiles
            .Select(file => (file, lines: RepositoryTree.Lines(file).Length))
            .Where(entry => entry.lines > LinesMax)
            .Select(entry => $"{entry.file}: {entry.lines} lines");

        Assert.Empty(long_);
    }

    [Fact]
    public void Files_Should_LeaveNothingUnfinished()
    {
        var found =
            from file in RepositoryTree.CSharpFiles
            from word in Unfinished
            where RepositoryTree.Text(file).Contains(word, StringComparison.Ordinal)
            select $"{file}: {word}";

        Assert.Empty(found);
    }

    // A compiled query belongs to the model of the first context that asks it, and fails for every other from then on; KeptQuery has one for each.
    [Fact]
    public void Queries_Should_NotBelongToOneModel()
        => Assert.Equal(
            ["subgraphs/shared/Hosting/Persistence/KeptQuery.cs"],
            RepositoryTree.CSharpFiles.Where(file => RepositoryTree.Text(file).Contains("EF." + "Compile", StringComparison.Ordinal)));

    [Fact]
    public void Names_Should_SayWhatAThingIs()
    {
        var vague = RepositoryTree.Files.Where(file => VagueName().IsMatch(file));

        Assert.Empty(vague);
    }

    [Fact]
    public void Projects_Should_HaveOneNamespace()
    {
        var projects = RepositoryTree.Files
            .Where(file => file.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(file => (folder: Path.GetDirectoryName(file)! + "/", space: (string)XDocument.Parse(RepositoryTree.Text(file)).Descendants("RootNamespace").First()))
            .OrderByDescending(project => project.folder.Length)
            .ToList();
        var strangers =
            from file in RepositoryTree.CSharpFiles
            let project = projects.First(project => file.StartsWith(project.folder, StringComparison.Ordinal))
            from line in RepositoryTree.Lines(file)
            let match = Namespace().Match(line)
            where match.Success && match.Groups[1].Value != project.space && match.Groups[1].Value != CompilerSupport
            select $"{file}: {match.Groups[1].Value}, expected {project.space}";

        Assert.Empty(strangers);
    }

    [Fact]
    public void Types_Should_NotBeNamedLikeTheirNamespace()
    {
        var clashes =
            from file in RepositoryTree.CSharpFiles
            from line in RepositoryTree.Lines(file)
            let match = Namespace().Match(line)
            where match.Success
            let last = match.Groups[1].Value.Split('.')[^1]
            where Regex.IsMatch(RepositoryTree.Text(file), $@"^\s*(public|internal)[\w\s]* (class|struct|record|interface|enum) {last}\b", RegexOptions.Multiline)
            select file;

        Assert.Empty(clashes);
    }

    [GeneratedRegex(@"(^|/)(utils?|helpers?|managers?|common|misc)(/|\.cs$)|(^|/)[A-Z_]*(PLAN|SUMMARY|NOTES|TO[D]O)[A-Z_]*\.md$", RegexOptions.IgnoreCase)]
    private static partial Regex VagueName();

    [GeneratedRegex(@"^namespace ([\w.]+)[;\s]*$")]
    private static partial Regex Namespace();
}
