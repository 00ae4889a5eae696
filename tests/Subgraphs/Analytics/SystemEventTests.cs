using FinFlow.Analytics;
using FinFlow.Hosting;
using FinFlow.Messaging;

namespace FinFlow.Subgraphs.Tests;

/// <summary>What the system tells of itself becomes a metric.</summary>
public sealed class SystemEventTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task SystemEvents_Should_BeCounted_ByTypeAndSource_FromZeroOn()
    {
        await using var analytics = await RunningSubgraph.StartAsync<AnalyticsSubgraph>(folder.Path);
        Assert.Contains("""finflow_system_events_total{type="lag.exceeded",source="credit"} 0""", PrometheusMetrics.Shared.ToText(), StringComparison.Ordinal);
        var now = TimeProvider.System.GetUtcNow();

        await analytics.TellAsync(
            TimeProvider.System,
            new VerificationFailed("audit trail of org_1", "entry 7 does not follow from entry 6", now), new DeadLetterAdded("evt_1", Topics.Payments, "payment.captured", "credit", 6, "IOException", now),
            new LagExceeded("credit", Topics.Payments, 1_001, now), new ProcessStopped("test", now));

        // It tells of itself, too.
        await UntilCountedAsync("process.started", "analytics");
        foreach (var type in new[] { "verification.failed", "deadletter.added", "lag.exceeded", "process.stopped" })
        {
            await UntilCountedAsync(type, "tests");
        }
    }

    public void Dispose() => folder.Dispose();

    private static async Task UntilCountedAsync(string type, string source)
        => await Telling.UntilAsync(
            () => Task.FromResult(PrometheusMetrics.Shared.ToText()),
            text => System.Text.RegularExpressions.Regex.IsMatch(text, $$"""finflow_system_events_total\{type="{{type}}",source="{{source}}"\} [1-9]"""));
}
