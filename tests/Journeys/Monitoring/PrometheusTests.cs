namespace FinFlow.Journeys.Tests;

/// <summary>What operators see of FinFlow in Prometheus, when it is set up as <c>deploy/monitoring</c> says.</summary>
public sealed class PrometheusTests(SharedDeployment shared) : IClassFixture<SharedDeployment>
{
    [Fact]
    public async Task Prometheus_Should_ScrapeTheProcess_AndEvaluateEveryRuleOfIt()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        var id = await business.PayAsync(await business.AddPaymentMethodAsync(), "20.00");
        await business.UntilPaymentIsAsync(id, "CAPTURED");
        await using var prometheus = await RunningPrometheus.StartAsync(shared.Deployment.Address);

        // A process is named by the host where it runs.
        await SeenAsync(prometheus, """up{job="finflow", process="127.0.0.1"} == 1""");
        await SeenAsync(prometheus, """http_server_request_duration_count{http_route="/graphql", http_response_status_code="200"} > 0""");
        await SeenAsync(prometheus, """finflow_consumer_lag{group="accounting", topic="finflow.payments"} == 0""");
        await SeenAsync(prometheus, """finflow_events_consumed_total{group="accounting", topic="finflow.payments"} > 0""");
        await SeenAsync(prometheus, """finflow_system_events_total{type="process.started", source="payments"} == 1""");
        await SeenAsync(prometheus, """finflow_cache_answers_total{cache="transactions"} > 0""");
        await SeenAsync(prometheus, "finflow:requests:rate5m");

        var rules = await Eventually.GetAsync(prometheus.RulesAsync, rules => rules.All(rule => rule.Health != "unknown"));
        Assert.All(rules, rule => Assert.Equal((rule.Name, "ok"), rule));
        Assert.Superset(
            new HashSet<string> { "RequestsFail", "RequestsSlow", "ProcessAway", "ProcessRestarts", "EventsBehind", "EventsGivenUp", "EventsSlow", "VerificationFailed" },
            rules.Select(rule => rule.Name).ToHashSet());
        Assert.Empty(await prometheus.QueryAsync("""ALERTS{alertstate="firing"}"""));
    }

    private static async Task SeenAsync(RunningPrometheus prometheus, string expression) => await Eventually.GetAsync(() => prometheus.QueryAsync(expression), series => series.Count > 0);
}
