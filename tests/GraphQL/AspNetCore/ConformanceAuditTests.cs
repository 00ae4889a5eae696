using System.Diagnostics;
using System.Runtime.CompilerServices;
using FinFlow.GraphQL.Execution;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

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
        await using var services = Services();
        await using var server = await GraphQLServer.StartAsync(executor: services.GetRequiredService<IRequestExecutor>());
        var url = audit == "ws" ? server.SocketUrl : server.Url;
        var output = await RunAsync(audit, url);

        // The kit installs itself at its first run; a registry that did not answer is asked once more.
        if (output.Contains("npm install failed", StringComparison.Ordinal))
        {
            output = await RunAsync(audit, url);
        }

        Assert.True(output.Split('\n').Any(line => line.Trim() == passed), output);
    }

    private static async Task<string> RunAsync(string audit, Uri url)
    {
        using var turn = await Npm.TakeTurnAsync();
        using var process = Process.Start(new ProcessStartInfo("bash", [ConformanceKitTheoryAttribute.FindScript()!, audit, url.ToString()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,

            // Asking whether a cached package is still fresh takes Debian's npm more than a minute each.
            Environment = { ["npm_config_prefer_offline"] = "true" },
        })!;
        var problems = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output + await problems;
    }

    private static ServiceProvider Services()
    {
        var services = new ServiceCollection();
        services.AddGraphQLServer("audit").AddType(typeof(AuditQueries)).AddType(typeof(AuditSubscriptions));
        return services.BuildServiceProvider();
    }
}

/// <summary>The schema that the audits ask for.</summary>
[QueryType]
internal static class AuditQueries
{
    public static string Hello() => "Hello World";
}

[SubscriptionType]
internal static class AuditSubscriptions
{
    [Subscribe(With = nameof(CountUpAsync))]
    public static int Count(int to, [EventMessage] int value) => Math.Min(value, to);

    [Subscribe(With = nameof(WaitAsync))]
    public static int Slow([EventMessage] int value) => value;

    public static async IAsyncEnumerable<int> CountUpAsync(int to)
    {
        for (var i = 1; i <= to; i++)
        {
            yield return i;
            await Task.Yield();
        }
    }

    public static async IAsyncEnumerable<int> WaitAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var i = 0; i < 100; i++)
        {
            yield return i;
            await Task.Delay(50, cancellationToken);
        }
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
