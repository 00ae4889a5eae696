using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace FinFlow.Messaging;

/// <summary>The native client that Confluent.Kafka speaks through. No package of it can be restored, so it is built from source once.</summary>
public static class KafkaLibrary
{
    private const string FileName = "librdkafka.so.1";

    private static readonly Lock Turn = new();
    private static string? loaded;

    /// <summary>Where <c>deploy/kafka/build-librdkafka.sh</c> leaves it, seen from the folder where a process starts.</summary>
    public static string BuiltPath { get; } = Path.Combine("artifacts", "librdkafka", FileName);

    /// <summary>Loads it from the first place where it is: the given file, beside the program, or <see cref="BuiltPath"/>.</summary>
    /// <exception cref="FileNotFoundException">It is in none of them.</exception>
    public static void Load(string? configured)
    {
        string[] places = configured is null ? [Path.Combine(AppContext.BaseDirectory, FileName), BuiltPath] : [configured];
        var path = places.FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"its client library was not found at {string.Join(" or ", places)}: deploy/kafka/build-librdkafka.sh builds it.");
        lock (Turn)
        {
            if (loaded is null)
            {
                LoadFrom(Path.GetFullPath(path));
            }
        }
    }

    private static void LoadFrom(string path)
    {
        // Confluent.Kafka asks for "libdl", which glibc ships with its version in the name only.
        NativeLibrary.SetDllImportResolver(typeof(Library).Assembly, (name, _, _) => name switch
        {
            "libdl" => NativeLibrary.Load("libdl.so.2"),
            _ when name.StartsWith("librdkafka", StringComparison.Ordinal) => NativeLibrary.Load(path),
            _ => 0,
        });
        Library.Load(path);
        loaded = path;
    }
}
