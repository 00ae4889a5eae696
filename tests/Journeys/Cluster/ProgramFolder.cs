using System.Diagnostics;

namespace FinFlow.Journeys.Tests;

/// <summary>
/// Links to programs: at first the gateway of this commit beside the subgraphs of an earlier one, then, one after the other, all of this commit.
/// The earlier commit is the last one before the database or the schema changed, so that there is a difference to bear.
/// </summary>
internal sealed class ProgramFolder : IDisposable
{
    private static readonly TimeSpan BuiltWithin = TimeSpan.FromMinutes(15);
    private static readonly string New = System.IO.Path.Combine(BuildOutput.RepositoryRoot, "artifacts", "bin");

    private readonly string _sources = Directory.CreateTempSubdirectory("finflow-previous-").FullName;

    private ProgramFolder()
    {
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("finflow-programs-").FullName;

    public static async Task<ProgramFolder> OfPreviousSubgraphsAsync()
    {
        var folder = new ProgramFolder();
        try
        {
            await folder.BuildPreviousAsync();
            folder.Link("Gateway", New);
            foreach (var subgraph in Deployment.Subgraphs)
            {
                folder.Link(ProjectOf(subgraph), System.IO.Path.Combine(folder._sources, "artifacts", "bin"));
            }

            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>From its next start on the subgraph is of this commit.</summary>
    public void Renew(string subgraph)
    {
        Directory.Delete(System.IO.Path.Combine(Path, ProjectOf(subgraph)));
        Link(ProjectOf(subgraph), New);
    }

    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
        Directory.Delete(_sources, recursive: true);
    }

    private async Task BuildPreviousAsync()
    {
        var changed = await RunAsync(BuildOutput.RepositoryRoot, "git", "log", "-1", "--format=%H", "--", "schema/*.graphql", "subgraphs/*/Data/Migrations/*");
        await RunAsync(BuildOutput.RepositoryRoot, "git", "clone", "-q", "--shared", ".", _sources);
        await RunAsync(_sources, "git", "checkout", "-q", $"{changed.Trim()}~1");

        // The page of the IDE is made by other tools, and no part of a subgraph.
        var page = System.IO.Path.Combine("artifacts", "ide", "graphiql.html.gz");
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.Combine(_sources, page))!);
        File.Copy(System.IO.Path.Combine(BuildOutput.RepositoryRoot, page), System.IO.Path.Combine(_sources, page));

        // What it leaves running would keep the pipe of its output open.
        await RunAsync(
            _sources, "dotnet", "build", System.IO.Path.Combine("gateway", "AllInOne"), "-c", "Release", "-v", "q", "-nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false");
    }

    private void Link(string project, string builds)
        => Directory.CreateSymbolicLink(System.IO.Path.Combine(Path, project), System.IO.Path.Combine(builds, project));

    private static string ProjectOf(string subgraph) => string.Concat(subgraph[..1].ToUpperInvariant(), subgraph[1..]);

    private static async Task<string> RunAsync(string folder, string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(BuiltWithin);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{command} {string.Join(' ', arguments)}\n{await output}{await error}");
    }
}
