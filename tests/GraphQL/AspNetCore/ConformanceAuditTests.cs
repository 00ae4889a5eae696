using System.Diagnostics;

namespace FinFlow.GraphQL.Tests;

/// <summary>The audits that other GraphQL servers are measured by, run from the kits beside the repository against a server of ours.</summary>
public sealed class ConformanceAuditTests
{
    [ConformanceKitTheory]
    [InlineData("http", "61/61")]
    [InlineData("ws", "21/21")]
    [InlineData("sse", "7/7")]
    public async Task The_server_passes_the_audit(string audit, string passed)
    {
        await using var server = await GraphQLServer.StartAsync();
        var url = audit == "ws" ? server.SocketUrl : server.Url;
        using var process = Process.Start(new ProcessStartInfo("bash", [ConformanceKitTheoryAttribute.FindScript()!, audit, url.ToString()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        output += await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(output.Split('\n').Any(line => line.Trim() == passed), output);
    }
}

/// <summary>A theory that is skipped where the kits are not laid out beside the repository.</summary>
internal sealed class ConformanceKitTheoryAttribute : TheoryAttribute
{
    public ConformanceKitTheoryAttribute()
    {
        if (FindScript() is null)
        {
            Skip = "There is no ../shared/conformance.";
        }
    }

    public static string? FindScript()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var script = Path.Combine(folder.FullName, "shared", "conformance", "run.sh");
            if (File.Exists(script))
            {
                return script;
            }
        }

        return null;
    }
}
