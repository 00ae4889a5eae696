using System.Diagnostics;
using FinFlow.GraphQL.AspNetCore;

namespace FinFlow.GraphQL.Tests;

public sealed class IdeInBrowserTests
{
    [BrowserFact]
    public async Task The_ide_starts_under_its_policy_and_shows_the_servers_first_query()
    {
        await using var server = await GraphQLServer.StartAsync(new GraphQLServerOptions { IdeTitle = "FinFlow payments", IdeQuery = "query Greeting {\n  hello\n}\n" });
        var screenshot = Path.Combine(Path.GetTempPath(), $"finflow-ide-{Environment.ProcessId}.png");

        var page = await BrowseAsync(server.Url, $"--screenshot={screenshot}", "--dump-dom");

        Assert.Contains("<title>FinFlow payments</title>", page, StringComparison.Ordinal);
        Assert.Contains("graphiql-execute-button", page, StringComparison.Ordinal);
        Assert.Contains("Greeting", page, StringComparison.Ordinal);
        // An empty page of this size is about 6 KB.
        Assert.InRange(new FileInfo(screenshot).Length, 15_000, 2_000_000);
        File.Delete(screenshot);
    }

    private static async Task<string> BrowseAsync(Uri url, params string[] arguments)
    {
        string[] quiet =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--window-size=1280,800", "--virtual-time-budget=15000",
        ];
        using var process = Process.Start(new ProcessStartInfo("chromium", [.. quiet, .. arguments, url.ToString()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var page = await process.StandardOutput.ReadToEndAsync();
        await errors;
        await process.WaitForExitAsync();
        return page;
    }
}

/// <summary>A fact that is skipped without Chromium, or before the IDE's page was built.</summary>
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        var hasChromium = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "chromium")));
        Skip = hasChromium && HasBuiltPage() ? null : "Needs chromium, and the page that graphql/AspNetCore/Ide/build-ide.sh makes.";
    }

    private static bool HasBuiltPage()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "artifacts", "ide", "graphiql.html.gz")))
            {
                return true;
            }
        }

        return false;
    }
}
