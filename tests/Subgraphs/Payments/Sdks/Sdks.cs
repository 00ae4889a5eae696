using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace FinFlow.Subgraphs.Tests;

/// <summary>
/// Scripts of this folder that use the processors' own clients. Those come from npm below <c>artifacts</c>, once, exactly as <c>package-lock.json</c> says.
/// </summary>
internal static class Sdks
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly Lazy<Task<string>> Installed = new(InstallAsync);

    /// <returns>What the script has written.</returns>
    internal static async Task<string> RunAsync(string script, params string[] arguments)
    {
        var copy = Path.Combine(await Installed.Value, script);
        File.Copy(Path.Combine(Source(), script), copy, overwrite: true);
        using var node = Process.Start(new ProcessStartInfo("node", [copy, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        using var patience = new CancellationTokenSource(Patience);
        var output = node.StandardOutput.ReadToEndAsync(patience.Token);
        var complaints = node.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await node.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            node.Kill(entireProcessTree: true);
            throw new TimeoutException($"{script} has not ended within {Patience}.");
        }

        Assert.True(node.ExitCode == 0, $"{script} failed:\n{await output}\n{await complaints}");
        return (await output).Trim();
    }

    // A script finds its packages from where it lies, so it is copied to them.
    private static Task<string> InstallAsync() => NpmPackage.InstallLockedAsync("payments-sdks", Source());

    private static string Source([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
