using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FinFlow.GraphQL.Execution;

public static class GraphQLServiceCollectionExtensions
{
    /// <summary>Adds a GraphQL schema; the provider then gives its <see cref="Types.IRequestExecutor"/>.</summary>
    public static IRequestExecutorBuilder AddGraphQLServer(this IServiceCollection services, string name)
    {
        var configuration = new SchemaConfiguration();
        services.TryAddScoped<DataLoaderScopeAccessor>();
        return new RequestExecutorBuilder(name, services, configuration);
    }
}
