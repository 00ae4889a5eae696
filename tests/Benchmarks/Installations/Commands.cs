using System.Diagnostics;

namespace FinFlow.Benchmarks;

internal static class Commands
{
    /// <summary>Its output goes nowhere; a pipe would be kept open by a server that it starts.</summary>
    internal static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", """exec "$0" "$@" >/dev/null""", program, .. arguments]) { WorkingDirectory = "/" })!;
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }
}
