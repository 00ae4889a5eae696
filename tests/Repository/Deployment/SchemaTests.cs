namespace FinFlow.Repository.Tests;

/// <summary>What is handed to Kubernetes and to a container engine has the fields that those know, and no other.</summary>
public sealed class SchemaTests
{
    private const string ComposeFile = "docker-compose.yml";

    [Fact]
    public async Task Manifests_AndTheComposeFile_Should_FollowTheirSchemas()
    {
        var manifests =
            from file in RepositoryTree.Files
            where file.StartsWith("deploy/kubernetes/", StringComparison.Ordinal) || file == "deploy/monitoring/kubernetes-access.yaml"
            from document in YamlFiles.Documents(file)
            select (Path.GetFileName(file), document);
        var withTls = Kustomization.Build("deploy").Select(patched => ($"TLS {patched.File}", patched.Document));

        Assert.Empty(await DeploymentSchemas.RefusedAsync(manifests.Concat(withTls), YamlFiles.Documents(ComposeFile).Single()));
    }

    [Fact]
    public async Task FieldThatNobodyKnows_Should_BeRefused_AndAValueOfAnotherType()
    {
        var (deployment, service) = (Manifest(0), Manifest(1));
        Put(deployment.At("spec.template.spec.containers.0"), "readynessProbe", "often");
        Put(service.At("spec"), "type", 1);
        var compose = YamlFiles.Documents(ComposeFile).Single();
        Put(compose.At("services.redis"), "comand", "redis-server");

        Assert.Equal(
            [
                "gateway.yaml Deployment: Object literal may only specify known properties, and '\"readynessProbe\"' does not exist in type 'Container'.",
                "gateway.yaml Service: Type 'number' is not assignable to type 'string'.",
                "docker-compose.yml /services/redis: must NOT have additional properties (comand)",
            ],
            await DeploymentSchemas.RefusedAsync([("gateway.yaml", deployment), ("gateway.yaml", service)], compose));
    }

    private static object? Manifest(int number) => YamlFiles.Documents("deploy/kubernetes/gateway.yaml")[number];

    private static void Put(object? map, string key, object value) => ((IDictionary<object, object>)map!)[key] = value;
}
