using System.Reflection;
using FinFlow.GraphQL.Language;

namespace FinFlow.GraphQL.Execution;

/// <summary>Gives resolver parameters of certain types a meaning, such as arguments that are read as one object.</summary>
public interface IParameterConvention
{
    bool Handles(ParameterInfo parameter);

    /// <summary>The arguments that the parameter adds to its field; their input types are defined through <paramref name="types"/>.</summary>
    IEnumerable<InputValueDefinitionNode> DescribeArguments(ParameterInfo parameter, MethodInfo resolver, ITypeRegistry types);

    /// <summary>The parameter's value.</summary>
    Func<IResolverContext, object?> Bind(ParameterInfo parameter, MethodInfo resolver);
}

/// <summary>The types of a schema under construction.</summary>
public interface ITypeRegistry
{
    /// <summary>The type reference for values of a .NET type that come in, nullable where the type is.</summary>
    TypeNode InputReference(Type type);

    /// <summary>The name of a .NET type's output type.</summary>
    string OutputName(Type type);

    /// <summary>Defines a type once; a later definition of the same name is not asked for.</summary>
    void Define(string name, Func<TypeDefinitionNode> definition);
}
