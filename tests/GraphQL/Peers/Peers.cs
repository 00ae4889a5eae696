using System.Diagnostics;

namespace FinFlow.GraphQL.Tests;

/// <summary>JavaScript that other implementations are run by. Their packages come from npm into `artifacts/peers`, once.</summary>
internal static class Peers
{
    private static readonly Lazy<Task<string>> Folder = new(InstallAsync);

    /// <summary>Runs a script of `tests/GraphQL/Peers` to its end and gives what it has written.</summary>
    public static async Task<string> RunAsync(string script, params string[] arguments)
        => await RunProcessAsync("node", await Folder.Value, TimeSpan.FromMinutes(3), [script, .. arguments]);

    private static async Task<string> InstallAsync()
    {
        var source = Path.Combine(SharedFolder.Repository, "tests", "GraphQL", "Peers");
        var target = Path.Combine(SharedFolder.Repository, "artifacts", "peers");
        var installed = Path.Combine(target, "node_modules", "installed.json");
        Directory.CreateDirectory(target);

        // Another process of tests may install the same, or run what lies there already.
        using var turn = await Npm.TakeTurnAsync();
        foreach (var file in Directory.GetFiles(source).Where(file => Path.GetExtension(file) is ".mjs" or ".json"))
        {
            var copy = Path.Combine(target, Path.GetFileName(file));
            if (!File.Exists(copy) || await File.ReadAllTextAsync(copy) != await File.ReadAllTextAsync(file))
            {
                File.Copy(file, copy, overwrite: true);
            }
        }

        var wanted = await File.ReadAllTextAsync(Path.Combine(source, "package.json"));
        if (!File.Exists(installed) || await File.ReadAllTextAsync(installed) != wanted)
        {
            await RunProcessAsync("npm", target, TimeSpan.FromMinutes(5), ["install", "--no-audit", "--no-fund"]);
            await File.WriteAllTextAsync(installed, wanted);
        }

        return target;
    }

    private static async Task<string> RunProcessAsync(string program, string folder, TimeSpan limit, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        using var ended = new CancellationTokenSource(limit);
        var output = process.StandardOutput.ReadToEndAsync(ended.Token);
        var problems = process.StandardError.ReadToEndAsync(ended.Token);
        try
        {
            await process.WaitForExitAsync(ended.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', arguments)} has not ended within {limit}.");
        }

        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} failed:\n{await output}\n{await problems}");
        return await output;
    }
}
