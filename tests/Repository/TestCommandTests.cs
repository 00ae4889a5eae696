using System.Diagnostics;

namespace FinFlow.Repository.Tests;

/// <summary>`./test` is not green for what it did not run.</summary>
public sealed class TestCommandTests
{
    private const string Log =
        """
        [xUnit.net 00:00:01.52]     FinFlow.Subgraphs.Tests.RedisTests.Session_Should_BeMirrored [SKIP]
        [xUnit.net 00:00:01.53]     FinFlow.Subgraphs.Tests.RowTests.Row_Should_BeRead(kind: "a [b]") [SKIP]
        Passed!  - Failed:     0, Passed:    12, Skipped:     2, Total:    14, Duration: 3 s - FinFlow.Subgraphs.Tests.dll (net10.0)
        Passed!  - Failed:     0, Passed:     3, Skipped:     0, Total:     3, Duration: 1 s - FinFlow.Gateway.Tests.dll (net10.0)
        """;

    [Fact]
    public void MissingServer_Should_EndIt_UnlessItIsAllowed()
    {
        Assert.Equal(
            (1, "Without redis only what is inside a process is tested. Install it, or allow that by FINFLOW_TEST_WITHOUT=redis."),
            Bash("do_without redis 'only what is inside a process is tested'", "java"));
        Assert.Equal((0, "Without redis only what is inside a process is tested."), Bash("do_without redis 'only what is inside a process is tested'", "java,redis"));

        // Each of them is asked for so.
        var lines = RepositoryTree.Lines("test");
        Assert.All(
            new[] { "hledger", "postgres", "redis", "java" },
            server => Assert.Contains(lines, line => line.Contains($"do_without {server} ", StringComparison.Ordinal) && line.EndsWith("|| exit 1", StringComparison.Ordinal)));
    }

    [Fact]
    public void RunThatBrokeOff_Should_BeAFailure()
    {
        Assert.Equal(
            (1, "12 passed, 1 failed"),
            Count(
                """
                The active test run was aborted. Reason: Test host process crashed
                Passed!  - Failed:     0, Passed:    12, Skipped:     0, Total:    12, Duration: 3 s - FinFlow.Subgraphs.Tests.dll (net10.0)
                Test Run Aborted.
                """));
    }

    [Fact]
    public void SkippedTests_Should_BeNamed()
    {
        var (status, told) = Count(Log);
        Assert.Equal(
            """
            Skipped:
              FinFlow.Subgraphs.Tests.RedisTests.Session_Should_BeMirrored
              FinFlow.Subgraphs.Tests.RowTests.Row_Should_BeRead(kind: "a [b]")
            2 skipped
            15 passed, 0 failed
            """,
            told);
        Assert.Equal(0, status);
    }

    private static (int Status, string Told) Count(string lines)
    {
        var log = Path.GetTempFileName();
        File.WriteAllText(log, $"{lines}\n");
        try
        {
            return Bash($"scripts/count-tests.sh {log}", "");
        }
        finally
        {
            File.Delete(log);
        }
    }

    private static (int Status, string Told) Bash(string command, string without)
    {
        var start = new ProcessStartInfo("bash", ["-c", $". scripts/require.sh; {{ {command}; }} 2>&1"]) { WorkingDirectory = RepositoryTree.Root, RedirectStandardOutput = true };
        start.Environment["FINFLOW_TEST_WITHOUT"] = without;
        using var bash = Process.Start(start)!;
        var told = bash.StandardOutput.ReadToEnd();
        bash.WaitForExit();
        return (bash.ExitCode, told.TrimEnd('\n'));
    }
}
