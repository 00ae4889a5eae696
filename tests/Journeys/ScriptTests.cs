namespace FinFlow.Journeys.Tests;

/// <summary>What a newcomer types first answers at once: what there is to say, or what is wrong with it.</summary>
public sealed class ScriptTests : IDisposable
{
    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    private readonly string _folder = Directory.CreateTempSubdirectory("finflow-script-").FullName;

    [Theory]
    [InlineData("run", "./run [--demo] [--subgraphs]")]
    [InlineData("setup_env.sh", "./setup_env.sh [--force]")]
    [InlineData("deploy/local.sh", "deploy/local.sh [--twice]")]
    public async Task Scripts_Should_PrintTheirUsage_AndRefuseWhatTheyDoNotKnow_BeforeTheyDoAnything(string script, string usage)
    {
        var refused = await FinishedProgram.RunScriptAsync(script, Nothing, "--bogus");
        Assert.Equal((2, "", $"Unknown argument --bogus. usage: {usage}\n"), (refused.ExitCode, refused.Output, refused.Errors));

        var helped = await FinishedProgram.RunScriptAsync(script, Nothing, "--help");
        Assert.Equal((0, ""), (helped.ExitCode, helped.Errors));
        Assert.Contains(usage.Split(' ')[0], helped.Output, StringComparison.Ordinal);
        Assert.Contains(usage.Split(' ')[1].Trim('[', ']'), helped.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CommandLine_Should_BeBuilt_WhenItIsMissingOrOlderThanItsSources()
    {
        foreach (var source in new[] { "gateway/Cli", "gateway/Composition", "gateway/Fusion", "graphql", "subgraphs/shared" })
        {
            Write($"{source}/A.cs", "", DateTimeOffset.UnixEpoch);
        }

        Write("Directory.Build.props", "", DateTimeOffset.UnixEpoch);
        File.Copy(Path.Combine(BuildOutput.RepositoryRoot, "finflow"), Path.Combine(_folder, "finflow"));
        Write("scripts/require.sh", "require_dotnet() { :; }", DateTimeOffset.UnixEpoch);
        Write(
            "bin/dotnet",
            """
            #!/bin/sh
            program=$(dirname "$0")/../artifacts/bin/Cli/release_linux-x64/FinFlow.Cli.dll
            [ "$1" != build ] || { echo built; mkdir -p "$(dirname "$program")"; [ -s "$program" ] || echo 1 >"$program"; exit 0; }
            shift; echo "ran $*"
            """,
            DateTimeOffset.UnixEpoch);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Path.Combine(_folder, "bin", "dotnet"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        Assert.Equal("built, ran verify -d here", await FinFlowAsync("verify", "-d", "here"));
        Assert.Equal("ran help", await FinFlowAsync("help"));

        // A build leaves the program itself as it was when only what it stands on has changed.
        Write("subgraphs/shared/A.cs", "", DateTimeOffset.Parse("2999-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("built, ran help", await FinFlowAsync("help"));
        Write("subgraphs/shared/A.cs", "", DateTimeOffset.UnixEpoch);
        Assert.Equal("ran help", await FinFlowAsync("help"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> FinFlowAsync(params string[] arguments)
    {
        var path = $"{Path.Combine(_folder, "bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        var ended = await FinishedProgram.RunScriptAsync(Path.Combine(_folder, "finflow"), new Dictionary<string, string> { ["PATH"] = path }, arguments);
        Assert.Equal(0, ended.ExitCode);
        return string.Join(", ", (ended.Errors + ended.Output).Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line != "Building …"));
    }

    private void Write(string file, string text, DateTimeOffset at)
    {
        var path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, at.UtcDateTime);
    }
}
