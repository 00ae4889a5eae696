using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace FinFlow.GraphQL.Execution;

public static class GraphQLServiceCollectionExtensions
{
    /// <summary>
    /// Adds a GraphQL schema; the provider then gives its <see cref="IRequestExecutor"/> and <see cref="ExecutableSchema"/>, which are built
    /// when they are first asked for. One container has one schema.
    /// </summary>
    public static IRequestExecutorBuilder AddGraphQLServer(this IServiceCollection services, string name)
    {
        var configuration = new SchemaConfiguration();
        services.TryAddScoped<DataLoaderScopeAccessor>();
        services.AddSingleton(provider => Options(configuration));
        services.AddSingleton(provider => SchemaCompiler.Compile(
            configuration,
            new ServiceKinds(provider.GetRequiredService<IServiceProviderIsService>(), services),
            provider.GetRequiredService<GraphQLOptions>()));
        services.AddSingleton<IRequestExecutor>(provider =>
        {
            var executable = provider.GetRequiredService<ExecutableSchema>();
            CheckPolicies(executable, provider.GetService<IAuthorizationPolicyEvaluator>());
            return new RequestExecutor(executable, Shared(provider, name), provider.GetService<IOperationDocumentStorage>());
        });
        return new RequestExecutorBuilder(name, services, configuration);
    }

    // A misspelt policy must not wait for the first caller to be found.
    private static void CheckPolicies(ExecutableSchema executable, IAuthorizationPolicyEvaluator? evaluator)
    {
        foreach (var (coordinate, permission) in executable.Permissions)
        {
            if (permission.Policies.FirstOrDefault(policy => evaluator is null || !evaluator.Knows(policy)) is { } unknown)
            {
                throw new SchemaMistakeException($"{coordinate} demands the policy {unknown}, which nobody knows.");
            }
        }
    }

    private static GraphQLOptions Options(SchemaConfiguration configuration)
    {
        var options = new GraphQLOptions();
        configuration.Options.ForEach(configure => configure(options));
        return options;
    }

    private static ExecutionServices Shared(IServiceProvider provider, string name)
    {
        var options = provider.GetRequiredService<GraphQLOptions>();
        var logger = provider.GetService<ILoggerFactory>()?.CreateLogger($"FinFlow.GraphQL.{name}") ?? NullLogger.Instance;
        return new ExecutionServices(
            name,
            provider,
            provider.GetRequiredService<IServiceScopeFactory>(),
            options,
            new ErrorWriter(options, [.. provider.GetServices<IErrorFilter>()], logger),
            provider.GetService<IAuthorizationPolicyEvaluator>(),
            provider.GetService<TimeProvider>() ?? TimeProvider.System);
    }
}
