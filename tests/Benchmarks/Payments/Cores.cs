using System.Globalization;

namespace FinFlow.Benchmarks;

/// <summary>PostgreSQL has one core to itself; whoever asks it, FinFlow as pgbench, shares the other with everything else.</summary>
internal static class Cores
{
    internal const string Postgres = "0";
    internal const string Others = "1";

    /// <summary>This program, and all that it starts from now on, keep to the other core.</summary>
    internal static void KeepToOthers() => Commands.Run("taskset", "-apc", Others, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
}
