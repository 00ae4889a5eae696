using System.Diagnostics;

namespace FinFlow.Journeys.Tests;

/// <summary>One of our programs, run to its end.</summary>
internal sealed record FinishedProgram(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(60);

    /// <exception cref="OperationCanceledException">It did not end in time, and was killed.</exception>
    public static async Task<FinishedProgram> RunAsync(string project, string assembly, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [BuildOutput.PathOf(project, assembly), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = BuildOutput.RepositoryRoot,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(EndsWithin);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            return new FinishedProgram(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
