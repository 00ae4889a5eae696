using System.Net;
using System.Net.Sockets;

namespace FinFlow.Journeys.Tests;

/// <summary>What `deploy/local.sh` refuses before it starts anything, so that nothing that runs is touched, and what it leaves for the command line.</summary>
public sealed class ClusterStartTests
{
    private static readonly string Script = Path.Combine("deploy", "local.sh");

    [Fact]
    public async Task TakenPorts_Should_BeNamed_BeforeAnythingStarts()
    {
        using var redis = Listener(IPAddress.Loopback);
        using var gateway = Listener(IPAddress.IPv6Any);
        var data = Directory.CreateTempSubdirectory("finflow-start-");
        var environment = new Dictionary<string, string>(ClusterServers.Variables.ToDictionary(variable => variable.Name, variable => variable.Value))
        {
            ["FINFLOW_DATA"] = data.FullName, ["FINFLOW_BUILT"] = "1", ["REDIS_PORT"] = $"{PortOf(redis)}", ["FINFLOW_PORT"] = $"{PortOf(gateway)}",
        };
        var ended = await FinishedProgram.RunScriptAsync(Script, environment);

        Assert.Equal(
            (1, $"FinFlow cannot start:\n  - Port {PortOf(gateway)} (FINFLOW_PORT) is taken by another process.\n  - Port {PortOf(redis)} (REDIS_PORT) is taken by another process.\n"),
            (ended.ExitCode, ended.Errors));
        Assert.False(Directory.Exists(Path.Combine(data.FullName, "postgres")));
        data.Delete(recursive: true);
    }

    /// <summary>Neither on the data of a cluster that runs, nor beside it on the same ports.</summary>
    internal static async Task AssertASecondStartChangesNothingAsync(Deployment finflow)
    {
        var (before, server) = (ProcessesOf(finflow), Path.Combine(finflow.Data, "postgres", "main", "postmaster.pid"));
        var second = await FinishedProgram.RunScriptAsync(Script, new Dictionary<string, string>(finflow.Environment) { ["FINFLOW_BUILT"] = "1" });
        Assert.Equal(1, second.ExitCode);
        Assert.Matches($@"^FinFlow cannot start:\n  - FinFlow runs already on {finflow.Data} \(FINFLOW_DATA\)\. Ctrl-C there, or kill \d+, ends it\.\n$", second.Errors);

        var elsewhere = Directory.CreateTempSubdirectory("finflow-start-");
        var beside = await FinishedProgram.RunScriptAsync(
            Script, new Dictionary<string, string>(finflow.Environment) { ["FINFLOW_BUILT"] = "1", ["FINFLOW_DATA"] = elsewhere.FullName });
        elsewhere.Delete(recursive: true);
        Assert.Equal(1, beside.ExitCode);
        Assert.Contains($"Port {finflow.Environment["POSTGRES_PORT"]} (POSTGRES_PORT) is taken by another process.", beside.Errors, StringComparison.Ordinal);
        Assert.Equal(before, ProcessesOf(finflow));
        Assert.True(File.Exists(server));
    }

    /// <summary>With nothing but the file that the start wrote, which its owner alone may read.</summary>
    internal static async Task AssertTheCommandLineFindsItAsync(Deployment finflow)
    {
        var settings = Path.Combine(finflow.Data, "finflow.env");
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(settings));
        }

        Assert.Contains($"(. {settings} && ./finflow verify)", finflow.Output, StringComparison.Ordinal);
        var program = BuildOutput.PathOf("Cli", "FinFlow.Cli.dll");
        var verified = await FinishedProgram.RunScriptAsync("-c", new Dictionary<string, string>(), $". {settings} && exec dotnet {program} verify -w 20");
        Assert.True(verified.ExitCode == 0, verified.Output + verified.Errors);
        Assert.DoesNotContain(": 0 payments", verified.Output, StringComparison.Ordinal);
    }

    private static string ProcessesOf(Deployment finflow)
        => string.Join('\n', Directory.GetFiles(Path.Combine(finflow.Data, "run"), "*.pid").Order(StringComparer.Ordinal).Select(file => $"{Path.GetFileName(file)} {File.ReadAllText(file)}"));

    private static TcpListener Listener(IPAddress address)
    {
        var listener = new TcpListener(address, 0);
        listener.Start();
        return listener;
    }

    private static int PortOf(TcpListener listener) => ((IPEndPoint)listener.LocalEndpoint).Port;
}
