using FinFlow.GraphQL.Types;
using FinFlow.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace FinFlow.Subgraph;

/// <summary>A subgraph's schema as SDL, without starting it: `schema/payments.graphql` is this.</summary>
public static class SchemaExport
{
    public static string Print<TSubgraph>() where TSubgraph : ISubgraph
    {
        var nowhere = Directory.CreateTempSubdirectory("finflow-schema-");
        try
        {
            var configuration = FinFlowConfiguration.From(new Dictionary<string, string> { ["FINFLOW_DATA"] = nowhere.FullName });
            using var environment = new SubgraphEnvironment(configuration, TimeProvider.System, NullLoggerFactory.Instance);
            var runtime = SubgraphRuntime.Create<TSubgraph>(environment);
            return SchemaPrinter.Print(runtime.Executor.Schema);
        }
        finally
        {
            nowhere.Delete(recursive: true);
        }
    }
}
