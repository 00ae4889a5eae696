using System.Reflection;
using FinFlow.GraphQL.Types;
using Microsoft.Extensions.DependencyInjection;

namespace FinFlow.GraphQL.Execution;

/// <summary>What a schema is made of, as registered.</summary>
public sealed class SchemaConfiguration
{
    public List<Assembly> Assemblies { get; } = [];

    public List<Type> Types { get; } = [];

    /// <summary>GraphQL type names of .NET types, where the convention's name will not do.</summary>
    public Dictionary<Type, string> RuntimeBindings { get; } = [];

    public Dictionary<string, ScalarBehavior> Scalars { get; } = new(StringComparer.Ordinal);

    /// <summary>The scalar's name for each .NET type that is a scalar.</summary>
    public Dictionary<Type, string> ScalarBindings { get; } = [];

    public List<ResultTypeAdapter> ResultTypes { get; } = [];

    public List<IParameterConvention> ParameterConventions { get; } = [];

    public List<Action<GraphQLOptions>> Options { get; } = [];

    public bool MutationConventions { get; set; }

    /// <summary>The interface of all errors; without one, `interface Error { message: String! code: String! }`.</summary>
    public Type? ErrorInterface { get; set; }

    public bool SourceSchemaDefaults { get; set; }
}

/// <summary>How a domain's own result type is taken apart.</summary>
/// <param name="OpenType">The generic type, whose one argument is the value's type.</param>
/// <param name="Value">Gives the value of a result that is not refused.</param>
/// <param name="Error">Gives the refusal, or null.</param>
public sealed record ResultTypeAdapter(Type OpenType, Func<object, object?> Value, Func<object, object?> Error);
