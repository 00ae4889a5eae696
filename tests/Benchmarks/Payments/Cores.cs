using System.Globalization;

namespace FinFlow.Benchmarks;

/// <summary>PostgreSQL has one core to itself; whoever asks it, FinFlow as pgbench, shares the other with everything else.</summary>
internal static class Cores
{
    internal const string Postgres = "0";
    internal const string Others = "1";

    /// <summary>This program, and all that it starts from now on, keep to the other core.</summary>
    internal static void KeepToOthers() => Keep(Others, Environment.ProcessId);

    /// <summary>Until it is disposed, programs that have begun on their core may use both: what is compiled while they get warm is not what is measured.</summary>
    internal static IDisposable Spread(IReadOnlyCollection<int> processes)
    {
        Keep($"{Postgres},{Others}", processes);
        return new Spreading(processes);
    }

    private static void Keep(string cores, params IEnumerable<int> processes)
    {
        foreach (var process in processes)
        {
            Commands.Run("taskset", "-apc", cores, process.ToString(CultureInfo.InvariantCulture));
        }
    }

    private sealed class Spreading(IEnumerable<int> processes) : IDisposable
    {
        public void Dispose() => Keep(Others, processes);
    }
}
