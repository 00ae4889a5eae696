using System.Collections.Concurrent;
using System.Diagnostics;

namespace FinFlow.Journeys.Tests;

/// <summary>A program as a child process, with its output kept for the message of a failing test.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    // The demo lives through a year before it is ready.
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(3);

    // What grows beyond a limit of its size is refused, as by a disk that is full, in place of ending the program.
    private const string ToldOfItsLimits = """trap '' XFSZ; exec "$0" "$@" """;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();

    private RunningProgram(Process process) => _process = process;

    public string Output => string.Join('\n', _output);

    public bool HasExited => _process.HasExited;

    public int Id => _process.Id;

    /// <summary>Starts <paramref name="assembly"/> and waits until <paramref name="health"/> answers 200.</summary>
    public static Task<RunningProgram> StartAsync(
        string project, string assembly, IReadOnlyDictionary<string, string> environment, Uri health, params string[] arguments)
        => StartAsync("sh", ["-c", ToldOfItsLimits, "dotnet", BuildOutput.PathOf(project, assembly), .. arguments], environment, health, BuildOutput.RepositoryRoot);

    /// <summary>The same with one of the repository's scripts.</summary>
    public static Task<RunningProgram> StartScriptAsync(string script, IReadOnlyDictionary<string, string> environment, Uri health, params string[] arguments)
        => StartAsync("bash", [script, .. arguments], environment, health, BuildOutput.RepositoryRoot);

    /// <summary>The same with a script of Node.js, which finds its packages from the folder where it lies.</summary>
    public static Task<RunningProgram> StartNodeAsync(string folder, Uri health, params string[] arguments)
        => StartAsync("node", arguments, new Dictionary<string, string>(), health, folder);

    /// <summary>The same with a program that is installed.</summary>
    public static Task<RunningProgram> StartToolAsync(string command, string folder, Uri health, params string[] arguments)
        => StartAsync(command, arguments, new Dictionary<string, string>(), health, folder);

    private static async Task<RunningProgram> StartAsync(
        string command, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, Uri health, string folder)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var program = new RunningProgram(Process.Start(start)!);
        program._process.OutputDataReceived += (_, line) => program.Keep(line.Data);
        program._process.ErrorDataReceived += (_, line) => program.Keep(line.Data);
        program._process.BeginOutputReadLine();
        program._process.BeginErrorReadLine();
        try
        {
            await program.WaitUntilReadyAsync(health);
            return program;
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        while (_output.Count > 400)
        {
            _output.TryDequeue(out _);
        }
    }

    private async Task WaitUntilReadyAsync(Uri health)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        var waiting = Stopwatch.StartNew();
        while (waiting.Elapsed < ReadyWithin)
        {
            if (_process.HasExited)
            {
                // Its last words may still be on their way.
                await _process.WaitForExitAsync();
                throw new InvalidOperationException($"The program ended with {_process.ExitCode} before it was ready.\n{Output}");
            }

            try
            {
                using var answer = await client.GetAsync(health);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
            {
                // Not listening yet.
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"{health} did not answer within {ReadyWithin}.\n{Output}");
    }
}
