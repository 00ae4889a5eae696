using System.Diagnostics;

namespace FinFlow.Journeys.Tests;

/// <summary>
/// Links to programs, one for each instance of the cluster: at first the gateways of this commit beside subgraphs of an earlier one, then, one after the
/// other, all of this commit. The earlier commit is the one before the last migration, so that it has to bear a database that is ahead of it.
/// </summary>
internal sealed class ProgramFolder : IDisposable
{
    private const string Migrations = "subgraphs/*/Data/Migrations/*";

    private static readonly TimeSpan BuiltWithin = TimeSpan.FromMinutes(15);
    private static readonly string New = System.IO.Path.Combine(BuildOutput.RepositoryRoot, "artifacts", "bin");

    private readonly string _sources = Directory.CreateTempSubdirectory("finflow-previous-").FullName;

    private ProgramFolder()
    {
    }

    /// <summary>
    /// Whether the earlier commit tells each step of a payment to whoever watches: before its steps had settled numbers one could be passed over. From the
    /// next migration on it always does.
    /// </summary>
    public bool TellsEachStep => File.Exists(System.IO.Path.Combine(_sources, "subgraphs", "payments", "Data", "StepNumbers.cs"));

    public string Path { get; } = Directory.CreateTempSubdirectory("finflow-programs-").FullName;

    /// <param name="previous">The subgraphs whose instances are of the earlier commit.</param>
    public static async Task<ProgramFolder> OfPreviousAsync(params IReadOnlyCollection<string> previous)
    {
        var folder = new ProgramFolder();
        try
        {
            await folder.BuildPreviousAsync(previous);
            foreach (var program in Deployment.Subgraphs.Append("gateway"))
            {
                var builds = previous.Contains(program) ? System.IO.Path.Combine(folder._sources, "artifacts", "bin") : New;
                folder.Link(program, builds);
                folder.Link($"{program}-2", builds);
            }

            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>The subgraphs whose databases the earlier commit leaves behind those of this one.</summary>
    public static async Task<IReadOnlyList<string>> MigratedLastAsync()
    {
        var files = await RunAsync(BuildOutput.RepositoryRoot, "git", "diff", "--name-only", "--diff-filter=A", $"{await LastMigrationAsync()}~1", "HEAD", "--", Migrations);
        return [.. files.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(file => file.Split('/')[1]).Distinct().Order()];
    }

    /// <summary>From its next start on the instance is of this commit.</summary>
    public void Renew(string instance)
    {
        Directory.Delete(System.IO.Path.Combine(Path, instance));
        Link(instance, New);
    }

    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
        Directory.Delete(_sources, recursive: true);
    }

    private async Task BuildPreviousAsync(IReadOnlyCollection<string> subgraphs)
    {
        await RunAsync(BuildOutput.RepositoryRoot, "git", "clone", "-q", "--shared", ".", _sources);
        await RunAsync(_sources, "git", "checkout", "-q", $"{await LastMigrationAsync()}~1");

        // The page of the IDE is made by other tools, and no part of a subgraph.
        var page = System.IO.Path.Combine("artifacts", "ide", "graphiql.html.gz");
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.Combine(_sources, page))!);
        File.Copy(System.IO.Path.Combine(BuildOutput.RepositoryRoot, page), System.IO.Path.Combine(_sources, page));

        // Into a file, since a compiler that stays for the next one would keep a pipe open.
        var project = subgraphs.Count == 1 ? System.IO.Path.Combine("subgraphs", subgraphs.Single()) : System.IO.Path.Combine("gateway", "AllInOne");
        await RunAsync(_sources, "bash", "-c", $"dotnet build {project} -c Release -v q -nologo -nodeReuse:false > build.log 2>&1 || {{ cat build.log; exit 1; }}");
    }

    private static async Task<string> LastMigrationAsync()
        => (await RunAsync(BuildOutput.RepositoryRoot, "git", "log", "-1", "--diff-filter=A", "--format=%H", "--", Migrations)).Trim();

    private void Link(string instance, string builds)
        => Directory.CreateSymbolicLink(System.IO.Path.Combine(Path, instance), System.IO.Path.Combine(builds, ProjectOf(instance)));

    private static string ProjectOf(string instance)
        => string.Concat(instance[..1].ToUpperInvariant(), instance[1..].Replace("-2", "", StringComparison.Ordinal));

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
