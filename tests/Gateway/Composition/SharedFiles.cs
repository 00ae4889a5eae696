using System.Runtime.CompilerServices;

namespace FinFlow.Gateway.Tests;

/// <summary>The specification and the benchmark lie beside the repository; where they are missing, their tests are skipped.</summary>
internal static class SharedFiles
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Repository(), "..", "shared"));

    public static string Find(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string Repository([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}

/// <summary>A test that reads a file from beside the repository.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedFileFactAttribute : FactAttribute
{
    public SharedFileFactAttribute(params string[] parts)
    {
        if (!File.Exists(SharedFiles.Find(parts)))
        {
            Skip = $"{string.Join('/', parts)} is not beside the repository.";
        }
    }
}
