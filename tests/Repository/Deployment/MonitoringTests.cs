using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace FinFlow.Repository.Tests;

/// <summary>Alerts that fire when they should and not otherwise, judged by Prometheus' own tool; dashboards that ask for what there is.</summary>
public sealed partial class MonitoringTests
{
    [Fact]
    public void AlertRules_Should_PassTheirTests()
    {
        var (exit, output) = RunPromtool("test", "rules", "deploy/monitoring/alerts.test.yml");
        Assert.True(exit == 0, output);
    }

    [Fact]
    public void Alerts_Should_EachHaveACaseInWhichTheyFire()
    {
        var alerts = YamlFiles.Documents("deploy/monitoring/alerts.yml").Single().ItemsAt("groups")
            .SelectMany(group => group.ItemsAt("rules")).Select(rule => rule.TextAt("alert")).OfType<string>().ToArray();
        var firing = YamlFiles.Documents("deploy/monitoring/alerts.test.yml").Single().ItemsAt("tests")
            .SelectMany(test => test.ItemsAt("alert_rule_test")).Where(expected => expected.ItemsAt("exp_alerts").Any())
            .Select(expected => expected.TextAt("alertname"));
        Assert.NotEmpty(alerts);
        Assert.Empty(alerts.Except(firing));
    }

    [Fact]
    public void Configuration_Should_BeValid()
    {
        var (exit, output) = RunPromtool("check", "config", "--syntax-only", "deploy/monitoring/prometheus.yml");
        Assert.True(exit == 0, output);
    }

    // Debian builds its Prometheus without discovery by Kubernetes: that block is judged here, and the tool sees another in its place.
    [Fact]
    public void ConfigurationForKubernetes_Should_BeValid_AndLookForPodsOfTheNamespace()
    {
        var discovery = YamlFiles.Documents("deploy/monitoring/prometheus.kubernetes.yml").Single().At("scrape_configs.0.kubernetes_sd_configs.0");
        Assert.Equal(["namespaces", "role"], ((IDictionary<object, object>)discovery!).Keys.Select(key => $"{key}").Order(StringComparer.Ordinal));
        Assert.Equal("pod", discovery.TextAt("role"));
        Assert.Equal(["finflow"], discovery.ItemsAt("namespaces.names"));

        var file = Path.GetTempFileName();
        File.WriteAllText(file, Discovery().Replace(RepositoryTree.Text("deploy/monitoring/prometheus.kubernetes.yml"), "static_configs: [{ targets: [\"pod:1\"] }]\n"));
        var (exit, output) = RunPromtool("check", "config", "--syntax-only", file);
        File.Delete(file);
        Assert.True(exit == 0, output);
    }

    [Fact]
    public void Metrics_Should_BeOnesThatFinFlowHas()
    {
        var source = string.Concat(RepositoryTree.CSharpFiles.Select(RepositoryTree.Text));
        var recorded = RepositoryTree.Text("deploy/monitoring/alerts.yml");
        var asked = JsonDocument.Parse(RepositoryTree.Text("deploy/monitoring/grafana/dashboards/finflow.json")).RootElement
            .GetProperty("panels").EnumerateArray().SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.GetProperty("expr").GetString()!).Append(recorded);
        var names = asked.SelectMany(expression => MetricName().Matches(expression).Select(match => match.Value)).Distinct();
        var unknown = names.Where(name =>
            name.Contains(':', StringComparison.Ordinal)
                ? !recorded.Contains($"record: {name}", StringComparison.Ordinal)
                : !name.StartsWith("http_server_", StringComparison.Ordinal) && !source.Contains(InstrumentOf(name), StringComparison.Ordinal));
        Assert.Empty(unknown);
    }

    // graphql_gateway_source_duration_bucket is a series of the instrument "graphql.gateway.source.duration".
    private static string InstrumentOf(string metric)
    {
        var name = Suffix().Replace(metric, "");
        return name.StartsWith("graphql_", StringComparison.Ordinal) ? name.Replace('_', '.') : name;
    }

    private static (int Exit, string Output) RunPromtool(params string[] arguments)
    {
        var start = new ProcessStartInfo("promtool", arguments) { WorkingDirectory = RepositoryTree.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        using var promtool = Process.Start(start)!;
        var error = promtool.StandardError.ReadToEndAsync();
        var output = promtool.StandardOutput.ReadToEnd();
        promtool.WaitForExit();
        return (promtool.ExitCode, output + error.GetAwaiter().GetResult());
    }

    [GeneratedRegex(@"\b(?:finflow[_:]|graphql_|http_server_|process_)[a-z0-9_:]+")]
    private static partial Regex MetricName();

    [GeneratedRegex(@"kubernetes_sd_configs:\n(?: {6,}.+\n)+")]
    private static partial Regex Discovery();

    [GeneratedRegex("_(?:bucket|count|sum|total)$")]
    private static partial Regex Suffix();
}
