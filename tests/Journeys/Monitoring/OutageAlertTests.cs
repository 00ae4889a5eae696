using FinFlow.Subgraphs.Tests;

namespace FinFlow.Journeys.Tests;

/// <summary>The database of everything goes away. Each answer is an error with status 200, and the process still answers a scrape: somebody must be called all the same.</summary>
public sealed class OutageAlertTests
{
    private static readonly string[] Expected = ["DependencyAway", "OperationsFail", "ProcessNotReady"];

    [PostgresFact]
    public async Task DatabaseAway_Should_RaiseAlerts_WhetherSomebodyAsksOrNot()
    {
        using var postgres = new RunningPostgres(isDurable: false);
        await using var finflow = await Deployment.StartAsync(
            Shape.OneProcess, postgres.CreateDatabase("finflow").Variables.ToDictionary(variable => variable.Name, variable => variable.Value));
        using var business = await Business.RegisterAsync(finflow);
        await using var prometheus = await RunningPrometheus.StartAsync(finflow.Address);
        await prometheus.SeenAsync("finflow_ready == 1");
        await Eventually.GetAsync(
            async () =>
            {
                await business.Client.DataAsync("{ payments { nodes { id } } }");
                return await prometheus.QueryAsync("finflow:failures:ratio5m == 0");
            },
            series => series.Count > 0);
        Assert.Empty(await RaisedAsync(prometheus));

        postgres.Stop();
        await Eventually.GetAsync(() => RaisedAsync(prometheus), raised => raised.SequenceEqual(["DependencyAway", "ProcessNotReady"]));
        await Eventually.GetAsync(
            async () =>
            {
                var answer = await business.Client.QueryAsync("{ payments { nodes { id } } }");
                Assert.True(answer.Status is >= 200 and < 300, $"{answer.Status}: {answer.Text}");
                Assert.Contains("STORAGE_UNAVAILABLE", answer.Text, StringComparison.Ordinal);
                return await RaisedAsync(prometheus);
            },
            raised => raised.SequenceEqual(Expected));
        await prometheus.SeenAsync("""graphql_gateway_failures_total{code="STORAGE_UNAVAILABLE"} > 0""");

        postgres.Start();
        await Eventually.GetAsync(() => RaisedAsync(prometheus), raised => raised.SequenceEqual(["OperationsFail"]));
    }

    // They wait for the minutes that their rules give them before anybody is called.
    private static async Task<List<string>> RaisedAsync(RunningPrometheus prometheus)
        =>
        [
            .. (await prometheus.QueryAsync($$"""ALERTS{alertname=~"{{string.Join('|', Expected)}}", alertstate=~"pending|firing"}"""))
                .Select(alert => alert.Labels.Text("alertname")).Distinct().Order(StringComparer.Ordinal),
        ];
}
