using System.Runtime.CompilerServices;

namespace FinFlow.Gateway.Tests;

/// <summary>A text beside the tests, reviewed as a diff. `FINFLOW_UPDATE_SNAPSHOTS=1` writes what the tests find.</summary>
internal static class Snapshot
{
    public static void Matches(string name, string actual, [CallerFilePath] string caller = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(caller)!, name);
        if (Environment.GetEnvironmentVariable("FINFLOW_UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.Equal(File.ReadAllText(path), actual);
    }
}
