using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Execution;

/// <summary>Collects what a GraphQL schema is made of. The schema is built when the executor is first asked for.</summary>
public interface IRequestExecutorBuilder
{
    /// <summary>The source schema's name, such as `payments`.</summary>
    string Name { get; }

    IServiceCollection Services { get; }

    /// <summary>What the extension methods fill.</summary>
    SchemaConfiguration Configuration { get; }
}

internal sealed record RequestExecutorBuilder(string Name, IServiceCollection Services, SchemaConfiguration Configuration) : IRequestExecutorBuilder;
