using System.Xml.Linq;

namespace FinFlow.Repository.Tests;

/// <summary>Which project may know which. The picture of the architecture in README.md shows the same arrows.</summary>
public sealed class ArrowTests
{
    private static readonly string[] Subgraphs = ["Accounting", "Analytics", "Auth", "Compliance", "Credit", "Payments", "Transactions"];
    private static readonly string[] SubgraphMayKnow = ["Subgraph", "Finance", "Encryption", "Messaging", "Hosting", "Execution", "Data", "AspNetCore", "Types", "Generators"];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Language"] = [],
        ["Types"] = ["Language"],
        ["Execution"] = ["Types", "Language"],
        ["Data"] = ["Execution", "Types", "Language"],
        ["AspNetCore"] = ["Types", "Language"],
        ["Generators"] = [],
        ["Composition"] = ["Types", "Language"],
        ["Fusion"] = ["Types", "Language"],
        ["Gateway"] = ["Fusion", "Composition", "AspNetCore", "Hosting", "Scalars", "Types", "Language"],
        ["AllInOne"] = ["Gateway", "Fusion", "Composition", "AspNetCore", "Hosting", "Messaging", "Finance", "Subgraph", "Types", "Language", .. Subgraphs],
        ["Cli"] = ["Composition", "Fusion", "Encryption", "Hosting", "Messaging", "Types", "Language"],
        ["Finance"] = [],
        ["Encryption"] = [],
        ["Messaging"] = ["Encryption"],
        ["Hosting"] = ["Encryption", "Messaging", "Finance"],
        ["Scalars"] = ["Finance", "Types", "Language"],
        ["Subgraph"] = ["Encryption", "Finance", "Messaging", "Hosting", "Scalars", "Execution", "Data", "AspNetCore", "Types", "Language"],
    };

    [Fact]
    public void Projects_Should_KnowOnlyWhatTheirPlaceAllows()
    {
        var forbidden =
            from file in RepositoryTree.Files
            where file.EndsWith(".csproj", StringComparison.Ordinal) && !file.StartsWith("tests/", StringComparison.Ordinal)
            let project = Path.GetFileNameWithoutExtension(file)
            let allowed = Subgraphs.Contains(project) ? SubgraphMayKnow : Allowed.GetValueOrDefault(project, [])
            from reference in XDocument.Parse(RepositoryTree.Text(file)).Descendants("ProjectReference")
            let target = Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!)
            where !allowed.Contains(target)
            select $"{project} -> {target}";

        Assert.Empty(forbidden);
    }

    [Fact]
    public void VersionNumbers_Should_StandInOnePlace()
    {
        var elsewhere =
            from file in RepositoryTree.Files
            where file.EndsWith(".csproj", StringComparison.Ordinal)
            from package in XDocument.Parse(RepositoryTree.Text(file)).Descendants("PackageReference")
            where package.Attribute("Version") is not null
            select $"{file}: {package.Attribute("Include")}";

        Assert.Empty(elsewhere);
    }
}
