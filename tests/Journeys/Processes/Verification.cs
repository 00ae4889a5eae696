using System.Diagnostics;

namespace FinFlow.Journeys.Tests;

/// <summary>`finflow verify`, as an operator runs it against an installation.</summary>
internal static class Verification
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Every invariant holds, at the latest when what is under way has arrived.</summary>
    public static async Task AssertHoldsAsync(Deployment finflow)
    {
        var (exitCode, output) = await RunAsync(finflow.Environment, "-w", "20");
        Assert.True(exitCode == 0, output);
    }

    public static Task<(int ExitCode, string Output)> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
        => RunCommandAsync("verify", environment, arguments);

    /// <summary>Any command of `finflow`.</summary>
    public static async Task<(int ExitCode, string Output)> RunCommandAsync(string command, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [BuildOutput.PathOf("Cli", "FinFlow.Cli.dll"), command, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = BuildOutput.RepositoryRoot,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        return (process.ExitCode, await output + await error);
    }
}
