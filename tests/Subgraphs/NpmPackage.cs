using System.Diagnostics;
using System.Security.Cryptography;
using FinFlow.GraphQL.Tests;

namespace FinFlow.Subgraphs.Tests;

/// <summary>A package of npm in exactly one version, installed once below <c>artifacts</c>.</summary>
internal static class NpmPackage
{
    // The routers are eight hundred packages, and on a new machine they arrive while other tests keep both cores busy.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    /// <returns>The package's own folder.</returns>
    internal static async Task<string> InstallAsync(string name, string version)
    {
        var installed = await InstallAsync(
            $"{name}-{version}", aside => RunAsync(aside, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", aside, $"{name}@{version}"));
        return Path.Combine(installed, "node_modules", name);
    }

    /// <summary>Exactly the packages that <c>package-lock.json</c> of a folder names.</summary>
    /// <returns>The folder with <c>node_modules</c>.</returns>
    internal static Task<string> InstallLockedAsync(string name, string source)
    {
        var locked = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(source, "package-lock.json"))))[..12];
        return InstallAsync($"{name}-{locked}", async folder =>
        {
            foreach (var file in new[] { "package.json", "package-lock.json" })
            {
                File.Copy(Path.Combine(source, file), Path.Combine(folder, file));
            }

            await RunAsync(folder, "ci", "--no-audit", "--no-fund", "--ignore-scripts");
        });
    }

    /// <param name="name">The folder's, below <c>artifacts/npm</c>.</param>
    /// <param name="install">Fills an empty folder.</param>
    /// <returns>The folder, which is filled once.</returns>
    internal static async Task<string> InstallAsync(string name, Func<string, Task> install)
    {
        var home = Path.Combine(SharedData.RepositoryRoot, "artifacts", "npm");
        var installed = Path.Combine(home, name);
        if (!Directory.Exists(installed))
        {
            // Installed aside and then renamed, so that a broken-off installation is none, and two at once do no harm.
            var aside = Directory.CreateDirectory(Path.Combine(home, $"{Guid.CreateVersion7()}")).FullName;
            await install(aside);
            try
            {
                Directory.Move(aside, installed);
            }
            catch (IOException) when (Directory.Exists(installed))
            {
                Directory.Delete(aside, recursive: true);
            }
        }

        return installed;
    }

    internal static async Task RunAsync(string folder, params string[] arguments)
    {
        using var turn = await Npm.TakeTurnAsync();
        await RunNpmAsync(folder, arguments);
    }

    private static async Task RunNpmAsync(string folder, string[] arguments)
    {
        using var npm = Process.Start(new ProcessStartInfo("npm", arguments) { WorkingDirectory = folder, RedirectStandardError = true })!;
        using var patience = new CancellationTokenSource(Patience);
        var complaints = npm.StandardError.ReadToEndAsync(patience.Token);
        await npm.WaitForExitAsync(patience.Token);
        Assert.True(npm.ExitCode == 0, $"npm {string.Join(' ', arguments)} failed: {await complaints}");
    }
}
