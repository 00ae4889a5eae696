using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>What an operator does about a dead letter of the cluster: `verify` finds it, `replay` tells it again, and then everything holds.</summary>
internal static class DeadLetterJourney
{
    private const string Topic = "finflow.payments";

    internal static async Task BeFoundAndToldAgainAsync(Deployment finflow)
    {
        var log = new ClusterEvents(finflow);
        var given = log.Read(Topic)[0];
        var id = JsonDocument.Parse(given.Value).RootElement.Text("id");
        await log.AppendAsync([($"{Topic}.dlq", given)]);

        var (exitCode, output) = await Verification.RunAsync(finflow.Environment, "-w", "0");
        Assert.Equal(1, exitCode);
        Assert.Contains($"BROKEN  no event was given up as a dead letter and not told again: {id} of {Topic}.dlq\n", output, StringComparison.Ordinal);

        (exitCode, output) = await Verification.RunCommandAsync("replay", finflow.Environment, "-t", Topic, "-w", "8");
        Assert.True(exitCode == 0 && output.EndsWith("1 told again.\n", StringComparison.Ordinal), output);
        await Verification.AssertHoldsAsync(finflow);
    }
}
