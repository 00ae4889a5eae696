using System.Globalization;

namespace FinFlow.Benchmarks;

/// <summary>The processor time of a program and all that it started, which a busy machine changes less than the clock.</summary>
internal static class ProcessorTime
{
    private const double TicksPerSecond = 100;

    /// <summary>Seconds so far, by what the programs' command lines contain.</summary>
    internal static double Of(params string[] words)
        => Directory.GetDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out _)).Sum(folder => OfProcess(folder, words));

    private static double OfProcess(string folder, string[] words)
    {
        try
        {
            var command = File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');
            if (!words.All(word => command.Contains(word, StringComparison.Ordinal)))
            {
                return 0;
            }

            // After the name, which may contain anything: state is the first, utime to cstime the twelfth to the fifteenth.
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[11..15].Sum(ticks => double.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return 0; // It has ended meanwhile.
        }
    }
}
