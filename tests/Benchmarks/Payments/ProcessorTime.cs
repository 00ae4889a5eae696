using System.Globalization;

namespace FinFlow.Benchmarks;

/// <summary>The processor time of programs, which a busy machine changes less than the clock.</summary>
internal static class ProcessorTime
{
    private const double TicksPerSecond = 100;

    // In /proc/<id>/stat after the name, which may contain anything: state is the first, the process group the third, utime to cstime
    // the twelfth to the fifteenth. What a run starts stays in its group; another run beside it has its own.
    private const int Group = 2;
    private static readonly Range Times = 11..15;
    private static readonly string OwnGroup = Fields("/proc/self")[Group];

    /// <summary>Seconds so far of the programs that this run started and of itself, by what their command lines contain.</summary>
    internal static double OfThisRun(params string[] words) => Of(fields => fields[Group] == OwnGroup, command => words.All(word => command.Contains(word, StringComparison.Ordinal)));

    /// <summary>Seconds so far of all such programs: a server that became a daemon has a group of its own.</summary>
    internal static double Of(Func<string, bool> isMeant) => Of(_ => true, isMeant);

    /// <summary>The ids of the programs that this run started and of itself, but for PostgreSQL's, which a cluster starts in the same group.</summary>
    internal static List<int> ProcessesOfThisRun()
        => [.. Directory.GetDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out _) && IsOfThisRun(folder))
            .Select(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture))];

    private static bool IsOfThisRun(string folder)
    {
        try
        {
            return Fields(folder)[Group] == OwnGroup && !PostgresServer.Runs(CommandOf(folder));
        }
        catch (IOException)
        {
            return false; // It has ended meanwhile.
        }
    }

    private static double Of(Func<string[], bool> counts, Func<string, bool> isMeant)
        => Directory.GetDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out _))
            .Sum(folder => OfProcess(folder, counts, isMeant));

    private static double OfProcess(string folder, Func<string[], bool> counts, Func<string, bool> isMeant)
    {
        try
        {
            if (!isMeant(CommandOf(folder)))
            {
                return 0;
            }

            var fields = Fields(folder);
            return counts(fields) ? fields[Times].Sum(ticks => double.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerSecond : 0;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return 0; // It has ended meanwhile.
        }
    }

    private static string CommandOf(string folder) => File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');

    private static string[] Fields(string folder)
    {
        var stat = File.ReadAllText(Path.Combine(folder, "stat"));
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
    }
}
