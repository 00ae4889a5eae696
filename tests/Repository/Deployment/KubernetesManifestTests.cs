using System.Globalization;

namespace FinFlow.Repository.Tests;

/// <summary>The manifests, as far as they can be judged without a cluster.</summary>
public sealed class KubernetesManifestTests
{
    private const string Folder = "deploy/kubernetes";
    private static readonly string[] Processes = ["gateway", "auth", "payments", "accounting", "analytics", "compliance", "credit", "transactions"];
    private static readonly string[] Storages = ["postgres", "redis", "kafka"];

    public static TheoryData<string> ProcessNames => [.. Processes];

    [Fact]
    public void Folder_Should_HaveOneFileForEachService()
        => Assert.Equal(
            Processes.Concat(Storages).Append("00-namespace").Select(name => $"{Folder}/{name}.yaml").Order(StringComparer.Ordinal),
            RepositoryTree.Files.Where(file => file.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(ProcessNames))]
    public void Process_Should_BeProbed_Budgeted_Scaled_AndShutOff(string name)
    {
        var documents = YamlFiles.Documents($"{Folder}/{name}.yaml");
        Assert.Equal(
            ["Deployment", "Service", "PodDisruptionBudget", "HorizontalPodAutoscaler", "NetworkPolicy"], documents.Select(document => document.TextAt("kind")));
        Assert.All(documents, document => Assert.Equal((name, "finflow"), (document.TextAt("metadata.name"), document.TextAt("metadata.namespace"))));

        var pod = documents[0].At("spec.template.spec");
        var container = pod.At("containers.0");
        Assert.Equal("/health/ready", container.TextAt("readinessProbe.httpGet.path"));
        Assert.Equal("/health/live", container.TextAt("livenessProbe.httpGet.path"));
        Assert.Equal("/health/live", container.TextAt("startupProbe.httpGet.path"));
        Assert.Equal("True", pod.TextAt("securityContext.runAsNonRoot"));
        Assert.Equal("1654", pod.TextAt("securityContext.runAsUser"));
        Assert.Equal("False", container.TextAt("securityContext.allowPrivilegeEscalation"));
        Assert.Equal("True", container.TextAt("securityContext.readOnlyRootFilesystem"));
        Assert.NotEmpty(container.KeysAt("resources.requests"));
        Assert.NotEmpty(container.KeysAt("resources.limits"));

        Assert.Equal(container.TextAt("ports.0.containerPort"), documents[1].TextAt("spec.ports.0.port"));
        Assert.Equal(container.TextAt("ports.0.containerPort"), documents[4].TextAt("spec.ingress.0.ports.0.port"));
        Assert.Equal("1", documents[2].TextAt("spec.minAvailable"));
        Assert.Equal(name, documents[3].TextAt("spec.scaleTargetRef.name"));
        Assert.Equal(documents[0].TextAt("spec.replicas"), documents[3].TextAt("spec.minReplicas"));
        Assert.All(
            new[] { documents[0].At("spec.selector.matchLabels"), documents[1].At("spec.selector"), documents[2].At("spec.selector.matchLabels"), documents[4].At("spec.podSelector.matchLabels") },
            selector => Assert.Equal(name, selector.TextAt("app")));
    }

    // A broker that reads a long log, or a database that recovers, is not killed for it.
    [Fact]
    public void Storages_Should_BeProbed_AndHaveTimeToStart()
        => Assert.All(Storages, name =>
        {
            var container = YamlFiles.Documents($"{Folder}/{name}.yaml")[0].At("spec.template.spec.containers.0");
            Assert.All(new[] { "startupProbe", "readinessProbe", "livenessProbe" }, probe => Assert.NotNull(container.At(probe)));
        });

    // Kubernetes would set AUTH_PORT=tcp://… for the service auth in every pod, and that is no port.
    [Fact]
    public void Pods_Should_BeToldNothingThatFinFlowReadsDifferently()
        => Assert.All(
            Processes.Concat(Storages), name => Assert.Equal("False", YamlFiles.Documents($"{Folder}/{name}.yaml")[0].TextAt("spec.template.spec.enableServiceLinks")));

    [Theory, MemberData(nameof(ProcessNames))]
    public void Process_Should_BeReachedByTheGatewayAndByPrometheus_AndReachWhatItNeeds(string name)
    {
        var policy = YamlFiles.Documents($"{Folder}/{name}.yaml").Last();
        if (name == "gateway")
        {
            Assert.Null(policy.At("spec.ingress.0.from"));
            Assert.Equal("subgraph", policy.TextAt("spec.egress.0.to.0.podSelector.matchLabels.tier"));
            return;
        }

        Assert.Equal("gateway", policy.TextAt("spec.ingress.0.from.0.podSelector.matchLabels.app"));
        Assert.Equal("monitoring", policy.At("spec.ingress.0.from.1.namespaceSelector.matchLabels") is IDictionary<object, object> labels ? labels["kubernetes.io/metadata.name"] : null);
        Assert.Equal("storage", policy.TextAt("spec.egress.0.to.0.podSelector.matchLabels.tier"));
        string[] outward = name is "auth" or "payments" or "analytics" ? ["443", "465", "587"] : [];
        Assert.Equal(outward, policy.ItemsAt("spec.egress.1.ports").Select(port => port.TextAt("port")!));
    }

    [Fact]
    public void Policies_Should_DenyWhatIsNotAllowed_AndLetNamesBeResolved()
    {
        var documents = YamlFiles.Documents($"{Folder}/00-namespace.yaml");
        var denying = documents.Single(document => document.TextAt("metadata.name") == "deny-unless-allowed");
        Assert.Empty(denying.KeysAt("spec.podSelector"));
        Assert.Equal(["Ingress", "Egress"], denying.ItemsAt("spec.policyTypes"));
        Assert.Equal(["UDP 53", "TCP 53"], denying.ItemsAt("spec.egress.0.ports").Select(port => $"{port.TextAt("protocol")} {port.TextAt("port")}"));
    }

    [Fact]
    public void Traces_Should_LeaveFromEveryProcess_ToACollectorBesidePrometheus()
    {
        var policy = YamlFiles.Documents($"{Folder}/00-namespace.yaml").Single(document => document.TextAt("metadata.name") == "traces");
        var tiers = policy.ItemsAt("spec.podSelector.matchExpressions.0.values").Select(tier => $"{tier}").ToList();
        Assert.Equal("tier", policy.TextAt("spec.podSelector.matchExpressions.0.key"));
        Assert.All(Processes, name => Assert.Contains(YamlFiles.Documents($"{Folder}/{name}.yaml")[0].TextAt("spec.template.metadata.labels.tier")!, tiers));
        Assert.Equal("monitoring", ((IDictionary<object, object>)policy.At("spec.egress.0.to.0.namespaceSelector.matchLabels")!)["kubernetes.io/metadata.name"]);
        Assert.Equal("4318", policy.TextAt("spec.egress.0.ports.0.port"));
    }

    // A probe that speaks plain HTTP to a port of TLS ends the process that it should watch.
    [Fact]
    public void Tls_Should_BeSpokenByProbesScrapesAndAddresses_OnceTheProcessesHaveACertificate()
    {
        var documents = Kustomization.Build("deploy");
        Assert.Equal(
            RepositoryTree.Files.Where(file => file.StartsWith($"{Folder}/", StringComparison.Ordinal)).Select(file => file["deploy/".Length..]).Order(StringComparer.Ordinal),
            documents.Select(document => document.File).Distinct().Order(StringComparer.Ordinal));
        var deployments = documents.Where(document => document.Document.TextAt("kind") == "Deployment").Select(document => document.Document).ToList();
        Assert.Equal(Processes.Length, deployments.Count);
        var configuration = documents.Single(document => document.Document.TextAt("kind") == "ConfigMap").Document;
        foreach (var pod in deployments.Select(deployment => deployment.At("spec.template")))
        {
            var container = pod.At("spec.containers.0");
            Assert.All(["startupProbe", "readinessProbe", "livenessProbe"], probe => Assert.Equal("HTTPS", container.TextAt($"{probe}.httpGet.scheme")));
            Assert.Equal("https", ((IDictionary<object, object>)pod.At("metadata.annotations")!)["prometheus.io/scheme"]);
            var mount = container.ItemsAt("volumeMounts").Single(mount => mount.TextAt("name") == "tls").TextAt("mountPath");
            Assert.Contains(pod.ItemsAt("spec.volumes"), volume => volume.TextAt("name") == "tls" && volume.TextAt("secret.secretName") == "finflow-tls");
            Assert.All(["CERTIFICATE", "KEY", "CA"], file => Assert.StartsWith($"{mount}/", configuration.TextAt($"data.FINFLOW_TLS_{file}"), StringComparison.Ordinal));
        }

        Assert.All(
            configuration.KeysAt("data").Where(name => name.EndsWith("_URL", StringComparison.Ordinal)),
            name => Assert.StartsWith("https://", configuration.TextAt($"data.{name}"), StringComparison.Ordinal));
        var known = RepositoryTree.Lines(".env.example").Select(line => line.TrimStart('#', ' ').Split('=')[0]).ToHashSet();
        Assert.All(configuration.KeysAt("data"), name => Assert.Contains(name, known));
    }

    // What Prometheus finds by it; PrometheusTests lets a real one do so.
    [Fact]
    public void Pods_Should_TellPrometheusWhereTheyAreScraped_AndWhoMayLookForThem()
    {
        foreach (var name in Processes)
        {
            var deployment = YamlFiles.Documents($"{Folder}/{name}.yaml")[0];
            var annotations = (IDictionary<object, object>)deployment.At("spec.template.metadata.annotations")!;
            Assert.Equal("true", $"{annotations["prometheus.io/scrape"]}", ignoreCase: true);
            Assert.Equal(deployment.TextAt("spec.template.spec.containers.0.ports.0.containerPort"), $"{annotations["prometheus.io/port"]}");
            Assert.Equal(name, deployment.TextAt("spec.template.metadata.labels.app"));
        }

        var (role, binding) = YamlFiles.Documents("deploy/monitoring/kubernetes-access.yaml") is [var first, var second] ? (first, second) : default;
        Assert.Equal(("finflow", "finflow"), (role.TextAt("metadata.namespace"), binding.TextAt("metadata.namespace")));
        Assert.Equal((role.TextAt("metadata.name"), "monitoring"), (binding.TextAt("roleRef.name"), binding.TextAt("subjects.0.namespace")));
        Assert.Equal(["pods"], role.ItemsAt("rules.0.resources"));
    }

    [Fact]
    public void Configuration_Should_NameOnlyVariablesOfTheTable_AndHoldNoSecret()
    {
        var known = RepositoryTree.Lines(".env.example").Select(line => line.TrimStart('#', ' ').Split('=')[0]).ToHashSet();
        var configuration = YamlFiles.Documents($"{Folder}/00-namespace.yaml").Single(document => document.TextAt("kind") == "ConfigMap");
        Assert.All(configuration.KeysAt("data"), name => Assert.Contains(name, known));
        Assert.DoesNotContain(configuration.KeysAt("data"), name => name.Contains("SECRET", StringComparison.Ordinal) || name.Contains("PASSWORD", StringComparison.Ordinal));
    }

    // The sandbox keeps its charges in a file of its own pod, so what one authorized another could not capture.
    [Fact]
    public void Secret_Should_BeDescribedWithAProcessorsKeys_AsPaymentsRunsMoreThanOnce()
    {
        var known = RepositoryTree.Lines(".env.example").Select(line => line.TrimStart('#', ' ').Split('=')[0]).ToHashSet();
        var described = RepositoryTree.Text($"{Folder}/00-namespace.yaml");
        Assert.True(int.Parse(YamlFiles.Documents($"{Folder}/payments.yaml")[0].TextAt("spec.replicas")!, CultureInfo.InvariantCulture) > 1);
        Assert.All(known.Where(IsOfAProcessor), key => Assert.Contains(key, described, StringComparison.Ordinal));
    }

    [Fact]
    public void Storages_Should_KeepTheirData_AndBeReachedBySubgraphsAlone()
    {
        foreach (var name in Storages)
        {
            var documents = YamlFiles.Documents($"{Folder}/{name}.yaml");
            Assert.Equal(["StatefulSet", "Service", "NetworkPolicy"], documents.Select(document => document.TextAt("kind")));
            Assert.Equal("data", documents[0].TextAt("spec.volumeClaimTemplates.0.metadata.name"));
            Assert.Equal("subgraph", documents[2].TextAt("spec.ingress.0.from.0.podSelector.matchLabels.tier"));
        }
    }

    // The image's user is not root, and the file system of a block volume is root's and holds lost+found, which a broker takes for a log that it cannot read.
    [Fact]
    public void Kafka_Should_OwnItsVolume_AndKeepItsLogsInAFolderOfTheirOwn()
    {
        var pod = YamlFiles.Documents($"{Folder}/kafka.yaml")[0].At("spec.template.spec");
        Assert.Equal("True", pod.TextAt("securityContext.runAsNonRoot"));
        Assert.All(["runAsUser", "runAsGroup", "fsGroup"], field => Assert.Equal("1000", pod.TextAt($"securityContext.{field}")));
        var mount = pod.TextAt("containers.0.volumeMounts.0.mountPath");
        var logs = pod.ItemsAt("containers.0.env").Single(variable => variable.TextAt("name") == "KAFKA_LOG_DIRS").TextAt("value");
        Assert.StartsWith($"{mount}/", logs, StringComparison.Ordinal);
    }

    // Their addresses have defaults.
    private static bool IsOfAProcessor(string variable)
        => (variable.StartsWith("STRIPE_", StringComparison.Ordinal) || variable.StartsWith("PAYPAL_", StringComparison.Ordinal) || variable.StartsWith("SQUARE_", StringComparison.Ordinal))
            && !variable.EndsWith("_API_URL", StringComparison.Ordinal);
}
