using System.Runtime.CompilerServices;

namespace FinFlow.Journeys.Tests;

/// <summary>Other implementations of routers and subgraphs, from npm, and the scripts of this folder that use them.</summary>
internal static class RouterPackages
{
    private static readonly Lazy<Task<string>> Installed = new(FillAsync);

    /// <returns>The folder in which the scripts find their packages.</returns>
    public static Task<string> InstallAsync() => Installed.Value;

    public static string Source([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    private static async Task<string> FillAsync()
    {
        var packages = await NpmPackage.InstallLockedAsync("routers", Source());
        foreach (var script in Directory.GetFiles(Source(), "*.mjs"))
        {
            File.Copy(script, Path.Combine(packages, Path.GetFileName(script)), overwrite: true);
        }

        return packages;
    }
}
