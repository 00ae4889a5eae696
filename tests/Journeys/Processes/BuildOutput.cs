namespace FinFlow.Journeys.Tests;

/// <summary>Where the build puts programs, seen from the test's own place: artifacts/bin/PROJECT/CONFIGURATION.</summary>
internal static class BuildOutput
{
    private static readonly DirectoryInfo Own = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    public static string RepositoryRoot { get; } = FindRoot();

    public static string PathOf(string project, string assembly)
        => Path.Combine(Own.Parent!.Parent!.FullName, project, $"{Own.Name}_linux-x64", assembly);

    private static string FindRoot()
    {
        var folder = Own;
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FinFlow.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("FinFlow.sln was not found above the tests.");
    }
}
