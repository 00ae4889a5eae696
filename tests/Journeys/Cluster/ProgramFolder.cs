using System.Diagnostics;

namespace FinFlow.Journeys.Tests;

/// <summary>
/// Links to programs: at first the gateway of this commit beside subgraphs of an earlier one, then, one after the other, all of this commit.
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

    /// <param name="previous">Those that are of the earlier commit.</param>
    public static async Task<ProgramFolder> OfPreviousAsync(params IReadOnlyCollection<string> previous)
    {
        var folder = new ProgramFolder();
        try
        {
            await folder.BuildPreviousAsync(previous);
            folder.Link("Gateway", New);
            foreach (var subgraph in Deployment.Subgraphs)
            {
                folder.Link(ProjectOf(subgraph), previous.Contains(subgraph) ? System.IO.Path.Combine(folder._sources, "artifacts", "bin") : New);
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

    private async Task BuildPreviousAsync(IReadOnlyCollection<string> subgraphs)
    {
        var changed = await RunAsync(BuildOutput.RepositoryRoot, "git", "log", "-1", "--format=%H", "--", "schema/*.graphql", "subgraphs/*/Data/Migrations/*");
        await RunAsync(BuildOutput.RepositoryRoot, "git", "clone", "-q", "--shared", ".", _sources);
        await RunAsync(_sources, "git", "checkout", "-q", $"{changed.Trim()}~1");

        // The page of the IDE is made by other tools, and no part of a subgraph.
        var page = System.IO.Path.Combine("artifacts", "ide", "graphiql.html.gz");
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.Combine(_sources, page))!);
        File.Copy(System.IO.Path.Combine(BuildOutput.RepositoryRoot, page), System.IO.Path.Combine(_sources, page));

        // Into a file, since a compiler that stays for the next one would keep a pipe open.
        var project = subgraphs.Count == 1 ? System.IO.Path.Combine("subgraphs", subgraphs.Single()) : System.IO.Path.Combine("gateway", "AllInOne");
        await RunAsync(_sources, "bash", "-c", $"dotnet build {project} -c Release -v q -nologo -nodeReuse:false > build.log 2>&1 || {{ cat build.log; exit 1; }}");
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
