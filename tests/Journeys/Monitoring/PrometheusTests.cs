using System.Text.Json;

namespace FinFlow.Journeys.Tests;

/// <summary>What operators see of FinFlow in Prometheus, when it is set up as <c>deploy/monitoring</c> says.</summary>
public sealed class PrometheusTests(SharedDeployment shared) : IClassFixture<SharedDeployment>
{
    [Fact]
    public async Task Prometheus_Should_ScrapeTheProcess_AndEvaluateEveryRuleOfIt()
    {
        await DoBusinessAsync();
        await using var prometheus = await RunningPrometheus.StartAsync(shared.Deployment.Address);

        // A process is named by the host where it runs.
        await prometheus.SeenAsync("""up{job="finflow", process="127.0.0.1"} == 1""");
        await prometheus.SeenAsync("finflow_ready == 1");
        await prometheus.SeenAsync("""finflow_dependency_up{dependency="payments database"} == 1""");
        await prometheus.SeenAsync("process_start_time_seconds > time() - 3600");
        await prometheus.SeenAsync("""http_server_request_duration_count{http_route="/graphql", http_response_status_code="200"} > 0""");
        await prometheus.SeenAsync("""graphql_gateway_operations_total{kind="request", outcome="succeeded"} > 0""");
        await prometheus.SeenAsync("""graphql_gateway_operations_total{kind="request", outcome="refused"} > 0""");
        await prometheus.SeenAsync("""graphql_gateway_operations_total{kind="event", outcome="succeeded"} > 0""");
        await prometheus.SeenAsync("""graphql_gateway_failures_total{code="STORAGE_UNAVAILABLE"} == 0""");
        await prometheus.SeenAsync("""finflow_consumer_lag{group="accounting", topic="finflow.payments"} == 0""");
        await prometheus.SeenAsync("""finflow_events_consumed_total{group="accounting", topic="finflow.payments"} > 0""");
        await prometheus.SeenAsync("""finflow_system_events_total{type="process.started", source="payments"} == 1""");
        await prometheus.SeenAsync("""finflow_cache_answers_total{cache="transactions"} > 0""");

        var rules = await Eventually.GetAsync(prometheus.RulesAsync, rules => rules.All(rule => rule.Health != "unknown"));
        Assert.All(rules, rule => Assert.Equal((rule.Name, rule.Query, "ok"), rule));
        Assert.Superset(
            new HashSet<string>
            {
                "OperationsFail", "OperationsSlow", "RequestsFail", "ProcessAway", "GatewayUnseen", "ProcessNotReady", "DependencyAway", "ProcessRestarts",
                "EventsBehind", "EventsGivenUp", "EventsSlow", "VerificationFailed",
            },
            rules.Select(rule => rule.Name).ToHashSet());
        Assert.Empty(await prometheus.QueryAsync("""ALERTS{alertstate="firing"}"""));
    }

    // A name that is wrong is no error to Prometheus: whatever is asked of it has no answer, or all series fall together into one.
    [Fact]
    public async Task PanelsAndRules_Should_AskForLabelsThatTheirMetricsHave()
    {
        await DoBusinessAsync();
        await using var prometheus = await RunningPrometheus.StartAsync(shared.Deployment.Address);

        // Rates are of what goes on after it was first seen.
        await prometheus.SeenAsync("graphql_gateway_operations_total");
        await DoBusinessAsync();
        var panels = Panels();
        Assert.True(panels.Count > 10);
        foreach (var (panel, expression, legend) in panels)
        {
            var series = await prometheus.SeenAsync(expression);
            Assert.All(Expression.LabelsOf(legend), label => Assert.All(series, one => Assert.True(one.Labels.TryGetProperty(label, out _), $"{panel}: no {label} in {one.Labels}")));
        }

        var rules = await Eventually.GetAsync(prometheus.RulesAsync, rules => rules.All(rule => rule.Health != "unknown"));
        foreach (var (metric, labels) in panels.Select(panel => panel.Expression).Concat(rules.Select(rule => rule.Query)).SelectMany(Expression.Asked).Distinct())
        {
            var known = (await prometheus.SeenAsync(metric)).SelectMany(one => one.Labels.EnumerateObject()).Select(label => label.Name).ToHashSet();
            Assert.True(labels.Split(',').All(known.Contains), $"{metric} has {string.Join(',', known)}, and is asked for {labels}");
        }
    }

    [Fact]
    public async Task PodsOfACluster_Should_BeScraped_EachAsTheProcessThatItIs()
    {
        var (host, port) = (shared.Deployment.Address.Host, $"{shared.Deployment.Address.Port}");
        (string, string)[] Pod(string app, string name, string phase) =>
            [("annotation_prometheus_io_scrape", "true"), ("annotation_prometheus_io_port", port), ("label_app", app), ("name", name), ("phase", phase)];

        // A pod is told of once for each port that it names, or without any, and servers are not asked to be scraped.
        await using var prometheus = await RunningPrometheus.StartInClusterAsync(
            ($"{host}:9", Pod("gateway", "gateway-1", "Running")), (host, Pod("payments", "payments-1", "Running")), ($"{host}:{port}", Pod("payments", "payments-2", "Running")),
            ($"{host}:{port}", Pod("payments", "payments-3", "Failed")), ($"{host}:{port}", [("label_app", "postgres"), ("name", "postgres-0"), ("phase", "Running")]));
        await prometheus.SeenAsync("""count(up{job="finflow"} == 1) == 3""");

        Assert.Equal(
            ["gateway gateway-1", "payments payments-1", "payments payments-2"],
            (await prometheus.QueryAsync("up")).Select(target => $"{target.Labels.Text("process")} {target.Labels.Text("pod")}").Order(StringComparer.Ordinal));

        // Before the first scrape nobody has been seen, which is no more than pending.
        await prometheus.SeenAsync("""absent(ALERTS{alertname="GatewayUnseen"})""");
    }

    // The metrics that nobody counts before something has happened.
    private async Task DoBusinessAsync()
    {
        using var business = await Business.RegisterAsync(shared.Deployment);
        await using var subscription = await ServerSentEvents.StartAsync(shared.Deployment.Address, business.AccessToken, "subscription { paymentUpdated { status } }");
        var id = await business.PayAsync(await business.AddPaymentMethodAsync(), "20.00");
        await business.UntilPaymentIsAsync(id, "CAPTURED");
        await business.Client.QueryAsync("{ nothingOfThisName }");
        using var anybody = shared.Deployment.Client();
        await anybody.GetAsync("/api-docs");
    }

    private static List<(string Panel, string Expression, string Legend)> Panels()
    {
        var file = Path.Combine(BuildOutput.RepositoryRoot, "deploy", "monitoring", "grafana", "dashboards", "finflow.json");
        return
        [
            .. from panel in JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("panels").EnumerateArray()
               from target in panel.GetProperty("targets").EnumerateArray()
               select (panel.Text("title"), target.Text("expr"), target.Text("legendFormat")),
        ];
    }
}
