using System.Diagnostics;
using FinFlow.Analytics;
using FinFlow.Gateway;
using FinFlow.GraphQL.AspNetCore;
using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>
/// What the programs read and load at run time, by their own constants, is in the image: its last stage begins with hardly anything, and whatever
/// is missing there would be missed only when somebody asks for it.
/// </summary>
public sealed class ImageTests
{
    /// <summary>Where .NET looks for time zones, unless TZDIR says otherwise.</summary>
    private const string TimeZones = "/usr/share/zoneinfo";

    /// <summary>Where the loader looks for libraries on Ubuntu.</summary>
    private const string Libraries = "/usr/lib/x86_64-linux-gnu";

    /// <summary>Of .NET's chiseled base: libc6, libgcc-s1, libssl3 and libstdc++6, and no more; zlib went with .NET 9, which has its own inside.</summary>
    internal static readonly string[] LibrariesOfTheBase =
    [
        "ld-linux-x86-64.so.2", "libc.so.6", "libdl.so.2", "libm.so.6", "libpthread.so.0", "librt.so.1", "libgcc_s.so.1", "libssl.so.3", "libcrypto.so.3", "libstdc++.so.6",
    ];

    private static readonly string[] Lines = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "Dockerfile")).Replace("\\\n", " ", StringComparison.Ordinal).Split('\n');
    private static readonly string[] BuildStage = [.. Lines.Take(Array.FindLastIndex(Lines, IsStage))];
    private static readonly string[] LastStage = [.. Lines.Skip(BuildStage.Length)];

    /// <summary>From where in the build stage to where in the image.</summary>
    internal static readonly (string From, string To)[] Copied = [.. CopiesOf(LastStage)];

    /// <summary>Those that the build stage sets aside for it.</summary>
    internal static readonly string[] CopiedLibraries =
        [.. BuildStage.SelectMany(line => line.Split(' ')).Where(word => word.StartsWith($"{Libraries}/", StringComparison.Ordinal))];

    [Fact]
    public void Reports_Should_BePrinted_AndScheduledInEveryTimeZone()
    {
        Assert.Contains(PdfExport.FontPaths, IsCopied);
        Assert.True(IsCopied(TimeZones));

        // Both come with packages of the build stage; the older names of time zones, such as US/Pacific, are one of their own on Ubuntu.
        var installed = BuildStage.Single(line => line.Contains("apt-get install", StringComparison.Ordinal)).Split(' ').ToHashSet();
        Assert.Subset(installed, new HashSet<string> { "fonts-dejavu-core", "tzdata", "tzdata-legacy" });
        Assert.Contains(BuildStage, line => line.EndsWith("sdk:10.0-noble AS build", StringComparison.Ordinal));
    }

    [Fact]
    public void FilesOfTheProgram_Should_BeWhereTheyAreLookedFor()
    {
        Assert.Contains("WORKDIR /app", LastStage);
        Assert.Equal("/src/schema", SourceOf(Path.GetDirectoryName($"/app/{new GatewaySettings().SchemaPath}")!));
        Assert.Contains(GraphQLServerOptions.IdePlaces, place => SourceOf(Path.GetDirectoryName($"/app/{place}")!) == "/src/artifacts/ide");
        Assert.Equal("/app", SourceOf("/app"));
        Assert.Contains(BuildStage, line => line.Contains($"cp {KafkaLibrary.BuiltPath} /app/", StringComparison.Ordinal));
    }

    [Fact]
    public void NativeLibraries_Should_FindThoseThatTheyNeed()
    {
        Assert.Contains(Copied, copy => copy.To == Libraries);
        var there = LibrariesOfTheBase.Concat(CopiedLibraries.Select(path => Path.GetFileName(path))).ToHashSet();

        string[] natives = [Path.Combine(SharedData.RepositoryRoot, KafkaLibrary.BuiltPath), Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libe_sqlite3.so")];
        Assert.All(natives, native => Assert.True(File.Exists(native), native));
        Assert.All(natives, native => Assert.Empty(NeededBy(native).Except(there)));
    }

    private static bool IsCopied(string path) => Copied.Any(copy => path == copy.To || path.StartsWith($"{copy.To}/", StringComparison.Ordinal));

    private static string? SourceOf(string folder) => Copied.FirstOrDefault(copy => copy.To == folder).From;

    private static bool IsStage(string line) => line.StartsWith("FROM ", StringComparison.Ordinal);

    private static IEnumerable<(string From, string To)> CopiesOf(IEnumerable<string> stage)
    {
        var folder = "/";
        foreach (var words in stage.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (words is ["WORKDIR", var next])
            {
                folder = next;
            }
            else if (words is ["COPY", .., var from, var to])
            {
                yield return (from, Path.GetFullPath(to, folder).TrimEnd('/'));
            }
        }
    }

    private static IEnumerable<string> NeededBy(string library)
    {
        using var readelf = Process.Start(new ProcessStartInfo("readelf", ["-d", library]) { RedirectStandardOutput = true })!;
        var lines = readelf.StandardOutput.ReadToEnd().Split('\n');
        readelf.WaitForExit();
        return lines.Where(line => line.Contains("(NEEDED)", StringComparison.Ordinal)).Select(line => line.Split('[', ']')[1]);
    }
}
