namespace FinFlow.Subgraphs.Tests;

/// <summary>Public data that lies beside the repository, too large or too foreign to be part of it.</summary>
internal static class SharedData
{
    internal static string RepositoryRoot { get; } = FindRepositoryRoot();

    internal static string PathOf(string name) => Path.Combine(RepositoryRoot, "../shared/data", name);

    private static string FindRepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FinFlow.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("FinFlow.sln stands above every test.");
    }
}

/// <summary>A test that needs a file of the shared data, and says so where that file is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute(string name)
    {
        if (!File.Exists(SharedData.PathOf(name)))
        {
            Skip = $"../shared/data/{name} is not here.";
        }
    }
}
