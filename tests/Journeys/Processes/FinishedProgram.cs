using System.Diagnostics;

namespace FinFlow.Journeys.Tests;

/// <summary>A program that was run to its end.</summary>
internal sealed record FinishedProgram(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(60);

    /// <exception cref="OperationCanceledException">It did not end in time, and was killed.</exception>
    public static Task<FinishedProgram> RunAsync(string project, string assembly, IReadOnlyDictionary<string, string> environment, params string[] arguments)
        => UntilEndAsync("dotnet", BuildOutput.RepositoryRoot, environment, [BuildOutput.PathOf(project, assembly), .. arguments]);

    /// <summary>The same with one of the repository's scripts, or of a folder that stands for it.</summary>
    public static Task<FinishedProgram> RunScriptAsync(string script, IReadOnlyDictionary<string, string> environment, params string[] arguments)
        => UntilEndAsync("bash", BuildOutput.RepositoryRoot, environment, [script, .. arguments]);

    /// <summary>The same with a script of Node.js, which finds its packages from the folder where it lies.</summary>
    public static Task<FinishedProgram> RunNodeAsync(string folder, params string[] arguments) => UntilEndAsync("node", folder, new Dictionary<string, string>(), arguments);

    private static async Task<FinishedProgram> UntilEndAsync(string command, string folder, IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
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
