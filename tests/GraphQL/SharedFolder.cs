namespace FinFlow.GraphQL.Tests;

/// <summary>The folder `shared` beside the repository: specifications and the conformance corpus, which a clone does not contain.</summary>
internal static class SharedFolder
{
    /// <summary>The folder of FinFlow.sln.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Null if there is none.</summary>
    public static string? Root { get; } = Find();

    public static string File(params ReadOnlySpan<string> path)
        => Path.Combine([Root ?? throw new InvalidOperationException("Mark the test with [SharedFact]."), .. path]);

    private static string? Find()
    {
        var shared = Path.Combine(Repository, "..", "shared");
        return Directory.Exists(shared) ? Path.GetFullPath(shared) : null;
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "FinFlow.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside of the repository.");
    }
}

/// <summary>A test that reads ../shared, skipped where that folder is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute()
    {
        if (SharedFolder.Root is null)
        {
            Skip = "The conformance corpus is not here: expected a folder `shared` beside the repository.";
        }
    }
}
