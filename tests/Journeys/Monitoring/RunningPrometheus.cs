using System.Text.Json;
using System.Text.RegularExpressions;

namespace FinFlow.Journeys.Tests;

/// <summary>A real Prometheus with the configuration and alert rules of <c>deploy/monitoring</c>, which finds one process instead of eight.</summary>
internal sealed partial class RunningPrometheus : IAsyncDisposable
{
    private readonly string _folder;
    private readonly HttpClient _client;
    private RunningProgram? _program;

    private RunningPrometheus(string folder, Uri address) => (_folder, _client) = (folder, new HttpClient { BaseAddress = address });

    public static Task<RunningPrometheus> StartAsync(Uri process)
        => StartAsync("prometheus.yml", configuration => Targets().Replace(configuration, $"targets: [\"{process.Authority}\"]\n"));

    /// <summary>One that would find pods, and is given what a cluster would tell of them.</summary>
    /// <param name="pods">Their addresses, and their meta labels without <c>__meta_kubernetes_pod_</c>.</param>
    public static Task<RunningPrometheus> StartInClusterAsync(params (string Address, (string Label, string Value)[] Labels)[] pods)
        => StartAsync("prometheus.kubernetes.yml", configuration => Discovery().Replace(configuration, "static_configs:\n" + string.Concat(pods.Select(pod =>
            $"      - targets: [\"{pod.Address}\"]\n        labels: {{ {string.Join(", ", pod.Labels.Select(label => $"__meta_kubernetes_pod_{label.Label}: \"{label.Value}\""))} }}\n"))));

    private static async Task<RunningPrometheus> StartAsync(string file, Func<string, string> find)
    {
        var folder = Directory.CreateTempSubdirectory("finflow-prometheus-").FullName;
        var monitoring = Path.Combine(BuildOutput.RepositoryRoot, "deploy", "monitoring");
        File.Copy(Path.Combine(monitoring, "alerts.yml"), Path.Combine(folder, "alerts.yml"));
        var configuration = find(await File.ReadAllTextAsync(Path.Combine(monitoring, file)));
        await File.WriteAllTextAsync(Path.Combine(folder, "prometheus.yml"), Alerting().Replace(configuration, "").Replace("_interval: 15s", "_interval: 1s", StringComparison.Ordinal));

        var address = new Uri($"http://127.0.0.1:{Loopback.FreePort()}");
        var prometheus = new RunningPrometheus(folder, address);
        try
        {
            prometheus._program = await RunningProgram.StartToolAsync(
                "prometheus", folder, new Uri(address, "/-/ready"),
                "--config.file=prometheus.yml", $"--storage.tsdb.path={folder}/data", $"--web.listen-address={address.Authority}");
            return prometheus;
        }
        catch
        {
            await prometheus.DisposeAsync();
            throw;
        }
    }

    /// <summary>The series that an expression gives now, with their values.</summary>
    public async Task<List<(JsonElement Labels, string Value)>> QueryAsync(string expression)
    {
        var answer = JsonDocument.Parse(await _client.GetStringAsync(new Uri($"/api/v1/query?query={Uri.EscapeDataString(expression)}", UriKind.Relative))).RootElement;
        return [.. answer.Value("data.result").EnumerateArray().Select(series => (series.GetProperty("metric"), series.GetProperty("value")[1].GetString()!))];
    }

    /// <summary>The same as soon as there are any.</summary>
    public async Task<List<(JsonElement Labels, string Value)>> SeenAsync(string expression)
    {
        var (_, series) = await Eventually.GetAsync(async () => (Asked: expression, Series: await QueryAsync(expression)), answer => answer.Series.Count > 0);
        return series;
    }

    /// <summary>Every rule, with what it asks and what became of it when it was last evaluated.</summary>
    public async Task<List<(string Name, string Query, string Health)>> RulesAsync()
    {
        var answer = JsonDocument.Parse(await _client.GetStringAsync(new Uri("/api/v1/rules", UriKind.Relative))).RootElement;
        return
        [
            .. answer.Value("data.groups").EnumerateArray().SelectMany(group => group.GetProperty("rules").EnumerateArray())
                .Select(rule => (rule.Text("name"), rule.Text("query"), rule.Text("health"))),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_program is not null)
        {
            await _program.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex(@"targets:\n(?: +- .+\n)+")]
    private static partial Regex Targets();

    [GeneratedRegex(@"kubernetes_sd_configs:\n(?: {6,}.+\n)+")]
    private static partial Regex Discovery();

    // Nobody would be there to be told.
    [GeneratedRegex(@"alerting:\n(?: +.+\n)+")]
    private static partial Regex Alerting();
}
