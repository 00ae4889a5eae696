using FinFlow.Gateway.Composition;

namespace FinFlow.Gateway.Tests;

/// <summary>The folder `schema/`: what the subgraphs export composes, and `gateway.graphql` is what comes out.</summary>
public sealed class SchemaFolderTests
{
    private static readonly string Folder = Path.Combine(SharedFiles.Repository(), "schema");

    [Fact]
    public void The_exported_schemas_compose_into_gateway_graphql()
    {
        var sources = Directory.GetFiles(Folder, "*.graphql").Where(file => Path.GetFileName(file) != "gateway.graphql")
            .Select(file => new SourceSchemaDocument(Path.GetFileNameWithoutExtension(file), File.ReadAllText(file))).ToList();
        if (sources.Count == 0)
        {
            return;
        }

        var result = Composer.Compose(sources, CompositionOptions.Parse(File.ReadAllText(Path.Combine(Folder, "composition.json"))));
        Assert.Equal([], result.Errors.Where(error => error.Severity == Severity.Error).Select(error => error.ToString()));
        Assert.Equal(File.ReadAllText(Path.Combine(Folder, "gateway.graphql")), result.Print());
    }
}
