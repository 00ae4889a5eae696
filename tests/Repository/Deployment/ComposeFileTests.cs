namespace FinFlow.Repository.Tests;

/// <summary>The compose file, as far as it can be judged without a container engine.</summary>
public sealed class ComposeFileTests
{
    private static readonly object? Compose = YamlFiles.Documents("docker-compose.yml").Single();

    private static readonly (string Service, int Port)[] Processes =
        [("gateway", 8080), ("auth", 3001), ("payments", 3002), ("accounting", 3003), ("analytics", 3004), ("compliance", 3005), ("credit", 3006), ("transactions", 3007)];

    [Fact]
    public void EveryProcess_Should_BeBuiltFromTheOneDockerfile_AndReachItsServers()
    {
        foreach (var (service, _) in Processes)
        {
            Assert.Equal(service, Compose.TextAt($"services.{service}.build.args.SERVICE"));
            Assert.Equal("postgres", Compose.TextAt($"services.{service}.environment.POSTGRES_HOST"));
            Assert.Equal("redis", Compose.TextAt($"services.{service}.environment.REDIS_HOST"));
            Assert.Equal("kafka:9092", Compose.TextAt($"services.{service}.environment.KAFKA_BROKER"));
            Assert.Equal("unless-stopped", Compose.TextAt($"services.{service}.restart"));
        }
    }

    [Fact]
    public void EverySubgraph_Should_StartAlone_WithWhatItDependsOn()
    {
        foreach (var (service, port) in Processes.Skip(1))
        {
            Assert.Equal(["postgres", "redis", "kafka"], Compose.KeysAt($"services.{service}.depends_on"));
            Assert.Equal($"http://{service}:{port}", Compose.TextAt($"services.gateway.environment.{service.ToUpperInvariant()}_URL"));
        }

        Assert.Equal(Processes.Skip(1).Select(process => process.Service), Compose.KeysAt("services.gateway.depends_on"));
    }

    [Fact]
    public void Servers_Should_HaveHealthChecks_AndEveryServiceTheNetwork()
    {
        foreach (var server in new[] { "postgres", "redis", "kafka" })
        {
            Assert.NotEmpty(Compose.KeysAt($"services.{server}.healthcheck"));
        }

        Assert.All(Compose.KeysAt("services"), service => Assert.Equal(["finflow_network"], Compose.ItemsAt($"services.{service}.networks")));
        Assert.Equal("finflow_network", Compose.TextAt("networks.finflow_network.name"));
    }

    [Fact]
    public void Tools_Should_BeInProfiles_OnTheirPorts()
    {
        var expected = new Dictionary<string, (string Profile, string? Port)>
        {
            ["prometheus"] = ("monitoring", "9090:9090"), ["alertmanager"] = ("monitoring", null), ["grafana"] = ("monitoring", "3000:3000"),
            ["jaeger"] = ("tracing", "16686:16686"), ["elasticsearch"] = ("logging", null), ["kibana"] = ("logging", "5601:5601"), ["filebeat"] = ("logging", null),
        };
        foreach (var (tool, (profile, port)) in expected)
        {
            Assert.Equal([profile], Compose.ItemsAt($"services.{tool}.profiles"));
            Assert.Equal(port, Compose.ItemsAt($"services.{tool}.ports").SingleOrDefault());
        }
    }

    [Fact]
    public void ToolsOfAProfile_Should_FindEachOther()
    {
        Assert.Contains("elasticsearch:9200", Compose.TextAt("services.kibana.environment.ELASTICSEARCH_HOSTS"), StringComparison.Ordinal);
        Assert.All(new[] { "kibana", "filebeat" }, tool => Assert.Equal("service_healthy", Compose.TextAt($"services.{tool}.depends_on.elasticsearch.condition")));
    }

    [Fact]
    public void LogShipper_Should_ReadEveryContainersLines_AndKeepTheirPropertiesApart()
    {
        // Filebeat's own names have dots in them.
        var shipper = (IDictionary<object, object>)YamlFiles.Documents("deploy/logging/filebeat.yml").Single()!;
        Assert.Equal(["filebeat.autodiscover", "output.elasticsearch", "setup.ilm.enabled", "setup.template"], shipper.Keys.Select(key => $"{key}").Order(StringComparer.Ordinal));
        Assert.Equal(["http://elasticsearch:9200"], shipper["output.elasticsearch"].ItemsAt("hosts"));
        Assert.Equal("docker", shipper["filebeat.autodiscover"].TextAt("providers.0.type"));
        var template = shipper["filebeat.autodiscover"].At("providers.0.templates.0");
        Assert.Equal(Compose.TextAt("name"), ((IDictionary<object, object>)template.At("condition.contains")!)["docker.container.labels.com_docker_compose_project"]);
        var input = template.At("config.0");
        Assert.Equal(["json", "paths", "processors", "type"], template.KeysAt("config.0").Order(StringComparer.Ordinal));
        Assert.Equal("container", input.TextAt("type"));
        Assert.Equal("false", input.TextAt("json.keys_under_root"), ignoreCase: true);
        Assert.All(input.ItemsAt("paths"), path => Assert.StartsWith("/var/lib/docker/containers/", $"{path}", StringComparison.Ordinal));
        Assert.Equal(["copy_fields", "timestamp"], input.ItemsAt("processors").SelectMany(processor => ((IDictionary<object, object>)processor).Keys));

        // The volumes that it reads and asks: the containers' files, and who they are.
        Assert.Equal(
            ["./deploy/logging/filebeat.yml:/usr/share/filebeat/filebeat.yml:ro", "/var/lib/docker/containers:/var/lib/docker/containers:ro", "/var/run/docker.sock:/var/run/docker.sock:ro"],
            Compose.ItemsAt("services.filebeat.volumes").Select(volume => $"{volume}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Prometheus_Should_FindEveryProcess()
    {
        var targets = YamlFiles.Documents("deploy/monitoring/prometheus.yml").Single().ItemsAt("scrape_configs.0.static_configs.0.targets");
        Assert.Equal(Processes.Select(process => $"{process.Service}:{process.Port}"), targets);
    }

    [Fact]
    public void Variables_Should_BeInTheTable_AndFilesBeThere()
    {
        var known = RepositoryTree.Lines(".env.example").Select(line => line.TrimStart('#', ' ').Split('=')[0]).ToHashSet();
        Assert.All(Processes.SelectMany(process => Compose.KeysAt($"services.{process.Service}.environment")), name => Assert.Contains(name, known));

        var missing =
            from service in Compose.KeysAt("services")
            from volume in Compose.ItemsAt($"services.{service}.volumes")
            let source = volume.ToString()!.Split(':')[0]
            where source.StartsWith("./", StringComparison.Ordinal) && !Path.Exists(Path.Combine(RepositoryTree.Root, source))
            select $"{service}: {source}";
        Assert.Empty(missing);
    }

    [Fact]
    public void Image_Should_RunAsNobody_AndCheckItsHealth()
    {
        var lines = RepositoryTree.Lines("Dockerfile");
        Assert.Contains("USER 1654", lines);
        Assert.Contains("ARG SERVICE=gateway", lines);
        Assert.Contains(lines, line => line.StartsWith("HEALTHCHECK ", StringComparison.Ordinal) && line.EndsWith("CMD [\"./finflow\", \"health\"]", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("FROM mcr.microsoft.com/dotnet/aspnet:10.0", StringComparison.Ordinal) && line.EndsWith("-chiseled", StringComparison.Ordinal));
    }
}
