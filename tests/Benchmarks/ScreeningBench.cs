using System.Diagnostics;
using System.Globalization;
using FinFlow.Compliance;

namespace FinFlow.Benchmarks;

/// <summary>Names held against a whole OFAC list with its aliases, one after the other on one thread: how many a second, and how long each takes.</summary>
internal static class ScreeningBench
{
    private const int Warmups = 200;
    private const int Names = 2_000;

    /// <param name="folder">Where `sdn.csv` and `alt.csv` of the Treasury are.</param>
    public static void Run(string folder)
    {
        var entities = OfacSdn.Read(File.ReadAllText(Path.Combine(folder, "sdn.csv")), File.ReadAllText(Path.Combine(folder, "alt.csv"))).Value;
        var list = new Watchlist
        {
            Id = "wl_1", Name = "OFAC", Format = WatchlistFormat.OfacSdn, Revision = 1, EntryCount = entities.Count, ContentHash = "", ImportedAt = default, ImportedById = "",
        };
        var building = Stopwatch.StartNew();
        var index = new WatchlistIndex([.. entities.Select(entity => (list, entity))]);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{entities.Count} entries, {entities.Sum(entity => entity.Aliases.Count + 1)} names; index built in {building.Elapsed.TotalSeconds:0.00} s"));

        Measure("names that are listed, two letters changed", [.. Picked(entities).Select(Misspelt)], index);
        Measure("names that nobody has", [.. Picked(entities).Select(Reversed)], index);
    }

    private static IEnumerable<string> Picked(IReadOnlyList<ListedEntity> entities)
        => Enumerable.Range(0, Names).Select(number => entities[(int)((long)number * entities.Count / Names)].Name);

    // Every letter stays, so that length and alphabet are those of real names.
    private static string Reversed(string name) => string.Join(' ', name.Split(' ').Select(word => string.Concat(word.Reverse())));

    private static string Misspelt(string name)
        => name.Length < 6 ? name : string.Concat(name.AsSpan(0, 2), name.AsSpan(3, 1), name.AsSpan(2, 1), name.AsSpan(4));

    private static void Measure(string what, string[] names, WatchlistIndex index)
    {
        foreach (var name in names.Take(Warmups))
        {
            Screen(index, name);
        }

        var times = new double[names.Length];
        var hits = 0;
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < names.Length; i++)
        {
            var started = Stopwatch.GetTimestamp();
            hits += Screen(index, names[i]);
            times[i] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }

        var total = watch.Elapsed.TotalSeconds;
        Array.Sort(times);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {names.Length / total:0} screenings/s, p50 {times[times.Length / 2]:0.00} ms, p99 {times[times.Length * 99 / 100]:0.00} ms, {hits} of {names.Length} with a match"));
    }

    private static int Screen(WatchlistIndex index, string name) => index.Search(new ScreeningSubject(name, null, null, null, [])).Count > 0 ? 1 : 0;
}
