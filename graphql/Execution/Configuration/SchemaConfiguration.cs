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

    /// <summary>How values of a .NET type are made from another one that stands for it in inputs.</summary>
    public Dictionary<Type, InputAdapter> InputAdapters { get; } = [];

    public List<ResultTypeAdapter> ResultTypes { get; } = [];

    public List<IParameterConvention> ParameterConventions { get; } = [new PagingConvention()];

    public List<Action<GraphQLOptions>> Options { get; } = [];

    public bool MutationConventions { get; set; }

    /// <summary>The interface of all errors; without one, `interface Error { message: String! code: String! }`.</summary>
    public Type? ErrorInterface { get; set; }

    /// <summary>A schema that is written rather than annotated; nothing else that is registered counts then, but scalars and options.</summary>
    public WrittenSchema? Written { get; set; }

    public bool SourceSchemaDefaults { get; set; }

    /// <summary>Null when ids are what the resolvers give and take, and there is no `node`.</summary>
    public GlobalObjectIdentificationOptions? GlobalObjectIdentification { get; set; }
}

/// <summary>A document of type definitions, and what resolves each of its fields.</summary>
/// <param name="Document">The definitions.</param>
/// <param name="Resolve">Gives a field's value: a scalar's .NET value, an enum value's name, a list, or any object, which is its fields' parent;
/// of an abstract type, a dictionary with a `__typename`.</param>
public sealed record WrittenSchema(string Document, Func<IResolverContext, ValueTask<object?>> Resolve);

/// <summary>The type that clients send, and how the runtime type is made from it.</summary>
/// <param name="InputType">The record whose properties are the input object's fields.</param>
/// <param name="Convert">Throws a <see cref="GraphQLException"/> with a message for the client when the input means nothing.</param>
public sealed record InputAdapter(Type InputType, Func<object, object?> Convert);

/// <summary>How a domain's own result type is taken apart.</summary>
/// <param name="OpenType">The generic type, whose one argument is the value's type.</param>
/// <param name="Value">Gives the value of a result that is not refused.</param>
/// <param name="Error">Gives the refusal, or null.</param>
public sealed record ResultTypeAdapter(Type OpenType, Func<object, object?> Value, Func<object, object?> Error);
